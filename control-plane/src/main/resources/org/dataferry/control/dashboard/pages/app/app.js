import { Api } from './api.js';
import * as kept from './kept.js';
import { Live } from './live.js';
import { Resources } from './resources.js';
import { href, parse, withOptions } from './routes.js';
import { shell } from './shell.js';
import { h, render } from './view.js';
import { waiveEach } from './waiving.js';
import { Moments } from '../read/moments.js';
import { alarms } from '../read/alarms.js';
import { news } from '../read/news.js';
import { stateOf } from '../read/states.js';
import { number } from '../read/words.js';
import * as overview from '../views/overview.js';
import * as entities from '../views/entities.js';
import * as entity from '../views/entity.js';
import * as errors from '../views/errors.js';
import * as replays from '../views/replays.js';
import * as limits from '../views/limits.js';
import * as source from '../views/source.js';
import * as log from '../views/log.js';
import * as records from '../views/records.js';
import * as record from '../views/record.js';
import * as rows from '../views/rows.js';
import { signIn } from '../views/signin.js';

const VIEWS = { overview, entities, errors, replays, limits, source, log, records };

/** Of one entity, or of one record. */
const NAMED = { entities: entity, records: record, rows };

/** Live looks kept beside the fetched history: more than come between two fetches of it. */
const MOST_LOOKS = 300;

/** Between two requests for what is still looked for. */
const LOOKS_AGAIN_MS = 500;

/** What a decision about a replay is called once it is made. */
const DECIDED = { pause: 'paused', resume: 'resumed', cancel: 'cancelled', approve: 'approved' };

/** What was done shows in the documents once the server has looked again. */
const SETTLES_MS = 5_000;

/** All that the pages show; they are drawn from it alone, and it is changed here alone. */
const app = {
    session: null,
    status: null,
    lost: null,
    failed: null,
    problem: null,
    looks: [],
    route: parse(location.hash),
    moments: new Moments('UTC'),
    chart: { field: 'lagSeconds', seconds: '600', at: null },
    theme: kept.theme(),
    /** By the clock of the server, in milliseconds. */
    now: () => Date.now() + (app.session?.clockAhead ?? 0),
};

const api = new Api(enter);
app.resources = new Resources(api, redraw);
const live = new Live({ status: heard, lost, beforeRetry: enter });
let due = false;
let actedAt = 0;

app.act = {
    draw: field => changed(() => Object.assign(app.chart, { field, at: null })),
    drawSpan: seconds => changed(() => {
        Object.assign(app.chart, { seconds, at: null });
        app.resources.refresh(view().needs(app));
    }),
    readAt: at => changed(() => (app.chart.at = at)),
    tell: problem => changed(() => (app.problem = problem)),
    adjust: changes => {
        history.replaceState(null, '', withOptions(app.route, changes));
        changed(() => (app.route = parse(location.hash)));
    },
    setTheme: theme => changed(() => {
        app.theme = theme;
        kept.keepTheme(theme);
    }),
    copy: async text => {
        await navigator.clipboard.writeText(text).then(() => say('Copied.'), () => say('This browser does not allow copying here.'));
    },
    steer: async (what, of, why) => {
        await done(api.post(`/api/actions/${what}`, { entity: of, why }));
        say(`${of ?? 'Everything'} is ${what === 'pause' ? 'paused' : 'resumed'}.`);
    },
    changeLimits: async (changes, why) => {
        await done(api.post('/api/actions/limits', { changes, why }));
        say('The limits are changed.');
    },
    /** @param at in milliseconds; null to have no time any more */
    planCutover: async (at, why) => {
        await done(api.post('/api/actions/cutover', { freeze: at === null ? null : new Date(at).toISOString(), why }));
        say(at === null ? 'The cutover has no time any more.' : 'The time of the cutover is set.');
    },
    /** @param isWanted asked before each further request */
    previewReplay: (segment, isWanted) => found(() => api.post('/api/replays/preview', { segment }), isWanted),
    /** @param rows how many were shown; it fails with `now` where they are not as many any more */
    beginReplay: async (segment, rows, why) => {
        await done(found(() => api.post('/api/replays', { segment, expected: rows, why }), () => true));
        location.hash = href('replays');
        say('The replay is asked for.');
    },
    decideReplay: async (id, what, why) => {
        await done(api.post(`/api/replays/${encodeURIComponent(id)}/${what}`, { why }));
        say(`The replay is ${DECIDED[what]}.`);
    },
    /** @param parts `{entity, rows}`, as they were shown. @return what came of it, see {@link waiveEach} */
    waive: async (parts, reason, why) => {
        const result = await waiveEach(parts, ({ entity, rows }) => done(api.post('/api/actions/waive', { entity, reason, expected: rows, why })));
        say(result.left.length === 0 ? 'They are waived.' : 'Not all are waived.');
        return result;
    },
    discard: async (id, why) => {
        await done(api.post('/api/actions/discard', { ids: [id], why }));
        say(`Dead letter ${id} is discarded.`);
    },
    note: async text => {
        await done(api.post('/api/actions/note', { text }));
        say('The note is added.');
    },
    signIn: async (user, password) => {
        entered(await api.signIn(user, password));
        live.open();
    },
    signOut: async () => {
        live.close();
        await api.signOut().catch(() => null);
        location.reload();
    },
};

addEventListener('hashchange', () => {
    const before = app.route;
    app.route = parse(location.hash);
    app.problem = null;
    if (app.status !== null) {
        app.resources.refresh(view().needs(app));
    }
    redraw();
    if (before.view !== app.route.view || before.entity !== app.route.entity) {
        requestAnimationFrame(() => {
            document.getElementById('main')?.focus({ preventScroll: true });
            scrollTo(0, 0);
        });
    }
});
document.getElementById('skip').addEventListener('click', event => {
    event.preventDefault();
    document.getElementById('main')?.focus();
});
document.addEventListener('visibilitychange', () => live.watch());
setInterval(() => {
    live.watch();
    if (app.status !== null && app.session?.signedIn) {
        if (Date.now() - actedAt < SETTLES_MS) {
            app.resources.expire();
        }
        app.resources.refresh(view().needs(app));
    }
    redraw();
}, 1_000);
start();

async function start() {
    if (await enter()) {
        live.open();
    } else if (app.session === null) {
        setTimeout(start, 2_000);
    }
}

/** Asks who is signed in. @return whether the stream can be opened */
async function enter() {
    try {
        entered(await api.session());
        app.failed = null;
    } catch (failed) {
        app.failed = failed;
        redraw();
        return false;
    }
    if (!app.session.signedIn) {
        live.close();
        app.status = null;
        app.resources.forget();
        redraw();
    }
    return app.session.signedIn;
}

function entered(session) {
    app.session = session;
    app.moments = new Moments(session.clockZone);
    app.problem = null;
    redraw();
}

function heard(status) {
    const before = app.status;
    if (app.lost !== null) {
        app.lost = null;
        app.resources.expire();
        say('Connected again.');
    }
    app.status = status;
    app.looks = [...app.looks, {
        at: Date.parse(status.at),
        lagSeconds: status.lag.seconds,
        lagChanges: status.lag.changes,
        writesPerSecond: status.rate.writesPerSecond,
        changesPerSecond: status.rate.changesPerSecond,
    }].slice(-MOST_LOOKS);
    const toSay = news(before, status);
    if (toSay !== null) {
        say(toSay);
    }
    app.resources.refresh(view().needs(app));
    redraw();
}

function lost() {
    app.lost ??= app.now();
    redraw();
}

async function done(request) {
    await request;
    actedAt = Date.now();
    app.resources.expire();
    app.resources.refresh(view().needs(app));
}

/** Asks again while the server still looks; it ends that by itself. */
async function found(request, isWanted) {
    let answer = await request();
    while (answer.looking === true && isWanted()) {
        await new Promise(resolve => setTimeout(resolve, LOOKS_AGAIN_MS));
        answer = await request();
    }
    return answer;
}

/** For those who do not see the page: what is new, not each second's figures. */
function say(text) {
    document.getElementById('said').textContent = text;
}

function view() {
    return (app.route.entity === null ? VIEWS : NAMED)[app.route.view];
}

function changed(change) {
    change();
    redraw();
}

/** Once per frame, however much has come; a hidden page has no frames, but its title is read in the tab. */
function redraw() {
    if (!due) {
        due = true;
        (document.hidden ? setTimeout : requestAnimationFrame)(() => {
            due = false;
            draw();
        });
    }
}

function draw() {
    const root = document.getElementById('shell');
    if (app.session !== null && !app.session.signedIn) {
        document.title = `Sign in · ${app.session.migration}`;
        render(root, signIn(app));
    } else if (app.status === null) {
        render(root, h('main', { id: 'main', class: 'beginning', tabindex: -1, key: 'beginning' },
            h('p', { role: 'status' }, app.failed === null ? 'Reading how the migration stands…' : app.failed.message)));
    } else {
        const { title } = view();
        document.title = headline(typeof title === 'function' ? title(app) : title);
        render(root, shell(app, view().view(app)));
    }
}

/** What is seen of the page in a tab: the worst first. */
function headline(title) {
    const worst = app.lost !== null ? 'Connection lost'
        : alarms(app.status).some(alarm => alarm.tone === 'bad') ? 'ALARM' : stateOf(app.status.state).word;
    const behind = app.status.lag.changes > 0 ? `, ${number(app.status.lag.changes)} behind` : '';
    return `${worst}${behind} · ${title} · ${app.session.migration}`;
}
