import { h } from './view.js';
import { href } from './routes.js';
import { icon } from '../parts/icons.js';
import { button } from '../parts/pieces.js';
import { until } from '../parts/cutover.js';
import { planned } from '../read/cutover.js';
import { alarms } from '../read/alarms.js';
import { stateOf } from '../read/states.js';
import { count, full, span } from '../read/words.js';

const PAGES = [
    ['overview', 'Overview'], ['entities', 'Entities'], ['errors', 'Errors'], ['replays', 'Replays'], ['limits', 'Limits'], ['source', 'Source'], ['log', 'Log'],
];

const THEMES = { system: ['light', 'system', 'as the system'], light: ['dark', 'sun', 'light'], dark: ['system', 'moon', 'dark'] };

/** From here on clocks that differ mislead: times of two people do not fit together. */
const SKEW_SECONDS = 2;

/** A look comes each second or two; one that is older is said to be. */
const OLD_SECONDS = 10;

/** What is around every page: who and where, how it stands in one sentence, and whether that is still so. */
export function shell(app, content) {
    return [
        header(app),
        notices(app),
        state(app),
        h('main', { id: 'main', tabindex: -1, key: 'main', class: app.lost ? 'is-old' : '' },
            h('div', { key: path(app.route), class: `page page-${app.route.view}`, 'data-path': path(app.route) }, content)),
    ];
}

function path({ view, entity }) {
    return entity === null ? view : `${view}/${entity}`;
}

function header(app) {
    const bad = alarms(app.status).filter(alarm => alarm.tone === 'bad').length;
    const refused = app.status.rejectedBy.length;
    const marks = { overview: [bad, 'alarms'], errors: [refused, 'causes of rejection'] };
    return h('header', { key: 'header', class: 'header' },
        h('a', { class: 'brand', href: href('overview') },
            h('img', { src: 'icon.svg', alt: '', width: 28, height: 28 }),
            h('span', { class: 'brand-name' }, app.session.migration)),
        h('nav', { 'aria-label': 'Pages' }, h('ul', null, PAGES.map(([view, word]) => h('li', { key: view },
            h('a', { href: href(view), 'aria-current': app.route.view === view ? 'page' : undefined },
                icon(view), h('span', null, word), mark(marks[view])))))),
        find(),
        h('div', { class: 'tools' }, theme(app), user(app)));
}

/** From every page to a record, by whatever is at hand. */
function find() {
    return h('form', { class: 'find', role: 'search', key: 'find', onsubmit: search },
        h('input', { type: 'search', name: 'q', id: 'find', 'aria-label': 'Find a record by key, GUID or row id',
            placeholder: 'Find a record', autocomplete: 'off' }));
}

function search(event) {
    event.preventDefault();
    const q = event.target.elements.q.value.trim();
    if (q !== '') {
        location.hash = href('records', null, { q });
    }
}

function mark(of) {
    return of && of[0] > 0 && h('span', { class: 'mark' }, of[0], h('span', { class: 'unseen' }, ` ${of[1]}`));
}

function theme(app) {
    const [next, shape, word] = THEMES[app.theme];
    return button({ id: 'theme', label: null, name: `Colours: ${word}. Change to ${THEMES[next][2]}`, shape, kind: 'ghost',
        onclick: () => app.act.setTheme(THEMES[app.theme][0]) });
}

function user(app) {
    const { session } = app;
    return h('div', { class: 'user', key: 'user' },
        h('span', null, session.user, h('span', { class: 'note' }, ` ${session.role}`)),
        session.signInNeeded && button({ id: 'sign-out', label: 'Sign out', kind: 'ghost', onclick: app.act.signOut }));
}

/** For people across the room: colour, shape, word and sentence say the same. */
function state(app) {
    const { status } = app;
    const { word, tone, icon: shape } = stateOf(status.state);
    const bad = alarms(status).filter(alarm => alarm.tone === 'bad').length;
    return h('section', { key: 'state', class: `state tone-${app.lost !== null ? 'calm' : bad > 0 ? 'bad' : tone}`, 'aria-label': 'How the migration stands' },
        icon(bad > 0 ? 'alarm' : shape),
        h('div', { class: 'state-words' },
            h('p', { class: 'state-word' }, h('span', { id: 'state-word' }, word),
                bad > 0 && h('a', { class: 'state-alarms', href: href('overview') }, count(bad, 'alarm'))),
            h('p', { class: 'state-sentence', id: 'headline' }, sentenceOf(status, word))),
        h('div', { class: 'state-side' },
            planned(status) !== null && h('p', { class: 'state-cutover' }, `Cutover ${until(planned(status), app.now())}`),
            h('p', { class: 'looked', id: 'looked' }, 'Looked at ', h('time', { datetime: status.at }, app.moments.at(status.at, app.now())))));
}

/** The word stands above it already. */
function sentenceOf(status, word) {
    const headline = status.headline ?? status.stateReason;
    const isNamed = headline.toLowerCase().startsWith(`${word.toLowerCase()}: `);
    return full(isNamed ? headline.slice(word.length + 2) : headline);
}

function notices(app) {
    const age = (app.now() - Date.parse(app.status.at)) / 1_000;
    const skew = app.session.clockAhead / 1_000;
    return h('div', { key: 'notices', class: 'notices' },
        h('div', { role: 'alert', key: 'lost' }, app.lost !== null && h('p', { class: 'notice tone-bad', id: 'lost' }, icon('warning'),
            h('span', null, h('strong', null, 'Connection lost'),
                `, data from ${app.moments.at(app.status.at, app.now())}. Trying again by itself.`))),
        app.lost === null && age > OLD_SECONDS && h('p', { class: 'notice tone-wait', key: 'old', id: 'old' }, icon('warning'),
            `The dashboard’s last look is ${span(age)} old; it may be waiting for Kafka.`),
        Math.abs(skew) > SKEW_SECONDS && h('p', { class: 'notice tone-calm', key: 'skew', id: 'skew' }, icon('question'),
            `The clock of this device is ${span(Math.abs(skew))} ${skew > 0 ? 'behind' : 'ahead of'} the dashboard’s; times here are the dashboard’s.`));
}
