import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { card, choice, figure, pageHead, awaited } from '../parts/pieces.js';
import { chart } from '../parts/chart.js';
import { icon } from '../parts/icons.js';
import { cutoverCard } from '../parts/cutover.js';
import { flow } from '../parts/flow.js';
import { alarms } from '../read/alarms.js';
import { binding } from '../read/binding.js';
import { refused, total } from '../read/sums.js';
import { count, full, number, rate, roughRange, span } from '../read/words.js';
import { steering } from '../parts/steering.js';

const SPANS = [['600', '10 min'], ['3600', '1 h'], ['86400', '24 h']];

/** What the chart can show, by the field of `/api/history`. */
const SERIES = {
    lagSeconds: { choice: 'Lag in seconds', label: 'Lag in seconds', isTime: true, words: span },
    lagChanges: { choice: 'in changes', label: 'Lag in changes', isTime: false, words: number },
    writesPerSecond: { choice: 'Writes/s', label: 'Writes that came to their end, per second', isTime: false, words: rate },
    changesPerSecond: { choice: 'Changes/s', label: 'Changes captured, per second', isTime: false, words: rate },
};

export const title = 'Overview';

export function needs(app) {
    return [{ path: historyPath(app), seconds: 30 }];
}

export function view(app) {
    const { status } = app;
    return [
        pageHead('Overview', steering(app, null)),
        alarmList(status),
        figures(app),
        card({ id: 'flow', title: 'How changes travel', kind: 'flow-card' }, flow(app), bindingLine(status)),
        h('div', { class: 'two', key: 'two' }, history(app), cutoverCard(app)),
    ];
}

function alarmList(status) {
    const all = alarms(status);
    return all.length > 0 && h('section', { key: 'alarms', class: 'alarms', 'aria-label': 'Alarms' },
        all.map(alarm => h('article', { key: alarm.id, class: `alarm tone-${alarm.tone}` },
            icon(alarm.tone === 'bad' ? 'alarm' : 'warning'),
            h('div', null,
                h('h2', null, h('span', { class: 'alarm-word' }, alarm.tone === 'bad' ? 'Alarm: ' : 'Look: '), alarm.title),
                h('p', null, alarm.text),
                alarm.items.length > 0 && h('details', null,
                    h('summary', null, `${count(alarm.items.length, 'write')} of them`),
                    h('ul', { class: 'ids' }, alarm.items.map(id => h('li', { key: id }, h('code', null, id)))))))));
}

function figures(app) {
    const { status } = app;
    const { lag, eta, rate: pace } = status;
    const rejected = status.entities.reduce((sum, entity) => sum + refused(entity), 0);
    const parked = total(status.entities, 'parked') - total(status.entities, 'waivedParked');
    return h('div', { class: 'figures', key: 'figures' },
        figure({
            id: 'lag',
            label: 'Behind',
            value: number(lag.changes),
            unit: lag.changes === 1 ? 'change' : 'changes',
            note: age(lag),
        }),
        figure({ id: 'eta', label: 'Caught up', ...caughtUp(eta, app) }),
        figure({
            id: 'answers',
            label: 'From commit to answer',
            value: lag.answers ? span(lag.answers.medianSeconds) : '–',
            note: lag.answers
                ? `At most ${span(lag.answers.worstSeconds)}, over ${lag.answers.seconds} seconds.`
                : 'The target has answered nothing lately.',
        }),
        figure({
            id: 'rate',
            label: 'Rate',
            value: rate(pace.writesPerSecond),
            unit: 'writes/s',
            note: `${rate(pace.changesPerSecond)} changes/s captured, over ${pace.seconds} seconds.`,
        }),
        figure({
            id: 'refused',
            label: 'Need somebody',
            value: number(rejected),
            unit: rejected === 1 ? 'rejected row' : 'rejected rows',
            tone: rejected > 0 ? 'wait' : null,
            note: h('a', { href: href('errors') }, `${count(parked, 'write')} parked. See the causes`),
        }));
}

/** Where nothing is under way, the age is that of the last heartbeat: nobody knows what the source did since. */
function age({ changes, seconds }) {
    if (seconds === null) {
        return 'No heartbeat has come yet.';
    }
    return changes === 0 ? `As of ${span(seconds)} ago.` : `The oldest is ${span(seconds)} old.`;
}

function caughtUp(eta, app) {
    const { moments, status } = app;
    if (eta === null) {
        return { value: 'Now', note: status.lag.changes === 0 ? 'All that was captured has its outcome.' : 'Only what has just come is under way.' };
    }
    if (eta.unknown !== null) {
        return { value: 'Unknown', note: full(`As ${eta.unknown}`) };
    }
    const from = (Date.parse(eta.earliest) - app.now()) / 1_000;
    const to = (Date.parse(eta.latest) - app.now()) / 1_000;
    return {
        value: roughRange(from, to),
        note: `Between ${moments.second(eta.earliest)} and ${moments.at(eta.latest, app.now())}.`,
    };
}

function bindingLine(status) {
    const found = binding(status);
    return h('p', { class: 'binding', id: 'binding' },
        h('span', { class: 'binding-label' }, 'What binds now'), h('strong', null, found.word), h('span', null, found.text));
}

function history(app) {
    const { field, at } = app.chart;
    const series = SERIES[field];
    const resource = app.resources.get(historyPath(app));
    return card({
        id: 'history',
        title: series.label,
        tools: [
            choice({ name: 'series', label: 'What is drawn', chosen: field, onchange: app.act.draw,
                choices: Object.entries(SERIES).map(([value, one]) => [value, one.choice]) }),
            choice({ name: 'span', label: 'Over how long', chosen: app.chart.seconds, onchange: app.act.drawSpan, choices: SPANS }),
        ],
    }, resource.value === null
        ? awaited(resource)
        : chart({
            id: 'chart',
            label: series.label,
            points: points(resource.value.points, app, field),
            isTime: series.isTime,
            words: series.words,
            moments: app.moments,
            now: app.now(),
            chosen: at,
            onchoose: app.act.readAt,
        }));
}

/** Those that were fetched, and those that came live since. */
function points(fetched, app, field) {
    const all = fetched.map(point => ({ at: Date.parse(point.at), value: point[field] ?? null }));
    const last = all.at(-1)?.at ?? 0;
    const newer = app.looks.filter(look => look.at > last).map(look => ({ at: look.at, value: look[field] ?? null }));
    const from = app.now() - Number(app.chart.seconds) * 1_000;
    return [...all, ...newer].filter(point => point.at >= from);
}

function historyPath(app) {
    return `/api/history?seconds=${app.chart.seconds}`;
}
