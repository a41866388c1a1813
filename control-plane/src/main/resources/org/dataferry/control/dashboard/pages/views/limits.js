import { h } from '../app/view.js';
import { ask } from '../parts/dialog.js';
import { awaited, badge, button, card, empty, meter, pageHead } from '../parts/pieces.js';
import { resume } from '../parts/steering.js';
import { LIMITS, asked } from '../read/limits.js';
import { hindrance } from '../read/roles.js';
import { count, number, percent, span } from '../read/words.js';

const PATH = '/api/limits';

export const title = 'Limits';

export function needs() {
    return [{ path: PATH, seconds: 10 }];
}

export function view(app) {
    const resource = app.resources.get(PATH);
    return [
        pageHead('Limits', null, 'What the sinks keep to, and what they use of it.'),
        h('div', { class: 'two', key: 'two' }, entitlement(app), pauses(app)),
        resource.value === null ? card({ id: 'limits', title: 'What the sinks keep to' }, awaited(resource)) : limits(app, resource.value),
    ];
}

function entitlement(app) {
    const { limit, used, perHour, spentAt } = app.status.entitlement;
    const tone = limit === null ? 'calm' : used >= limit ? 'bad' : spentAt !== null || used > 0.8 * limit ? 'wait' : 'good';
    return card({ id: 'entitlement', title: 'Daily entitlement' },
        h('p', { class: 'figure-value' }, h('span', { class: 'figure-number' }, number(used)),
            h('span', { class: 'unit' }, limit === null ? ' requests in 24 hours' : ` of ${number(limit)} requests in 24 hours, ${percent(used / limit)}`)),
        limit !== null && meter({ label: 'Daily entitlement', used, limit, tone }),
        h('p', { class: 'note' }, `${number(perHour)} an hour, as in the last five minutes. `,
            limit === null ? 'No entitlement is set, so nothing is foretold.'
                : used >= limit ? 'It is spent.'
                    : spentAt === null ? 'At this rate it lasts.'
                        : `At this rate it is spent in ${span((Date.parse(spentAt) - app.now()) / 1_000)}, at ${app.moments.at(spentAt, app.now())}.`));
}

function pauses(app) {
    const { paused } = app.status;
    const why = hindrance(app.session, 'operator');
    return card({ id: 'pauses', title: paused.length === 0 ? 'No pause holds' : `${count(paused.length, 'pause')}` },
        paused.length === 0
            ? empty('Everything may be written.')
            : h('ul', { class: 'rows' }, paused.map(pause => h('li', { key: pause.entity ?? '' },
                h('span', null, h('strong', null, pause.entity ?? 'Everything'),
                    ` paused by ${pause.by} since ${app.moments.at(pause.since, app.now())}`,
                    pause.why && h('span', { class: 'detail' }, pause.why)),
                button({ label: 'Resume', name: `Resume ${pause.entity ?? 'everything'}`, shape: 'play', kind: 'small', why,
                    onclick: () => resume(app, pause.entity) })))),
        why && paused.length > 0 && h('p', { class: 'note hindrance' }, why));
}

function limits(app, document) {
    const why = hindrance(app.session, 'operator');
    const { changed } = document;
    return card({
        id: 'limits',
        title: 'What the sinks keep to',
        lead: changed === null ? 'All as configured.'
            : `Changed by ${changed.by} at ${app.moments.at(changed.since, app.now())}${changed.why ? `: ${changed.why}` : ''}.`,
    },
    !document.paced && h('p', { class: 'note' }, 'Requests are not paced, so the first three hold nothing back and cannot be changed.'),
    h('form', { onsubmit: event => change(event, app, document) },
        h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Limits' },
            h('table', { class: 'cards' },
                h('thead', null, h('tr', null, ['Limit', 'Now', 'Configured', 'Change to'].map((head, place) =>
                    h('th', { key: head, scope: 'col', class: place === 1 || place === 2 ? 'num' : '' }, head)))),
                h('tbody', null, LIMITS.map(limit => row(limit, document, why))))),
        h('p', { class: 'problem', role: 'alert' }, app.problem),
        h('div', { class: 'tools end' },
            why && h('p', { class: 'note hindrance', id: 'limits-why' }, why),
            changed !== null && button({ id: 'as-configured', label: 'All as configured', why, onclick: () => reset(app) }),
            h('button', { type: 'submit', class: 'button primary', id: 'change-limits', 'aria-disabled': why === null ? undefined : 'true',
                'aria-describedby': why === null ? undefined : 'limits-why' }, 'Change…'))));
}

function row(limit, document, why) {
    const { now, configured } = document.limits[limit.name];
    const isOff = why !== null || (limit.paced && !document.paced);
    return h('tr', { key: limit.name },
        h('th', { scope: 'row' }, limit.word, h('span', { class: 'note block' }, limit.says)),
        h('td', { class: 'num', 'data-label': 'Now' }, h('span', null, now !== configured && badge('wait', 'flag', 'changed'), ' ', shown(now))),
        h('td', { class: 'num', 'data-label': 'Configured' }, shown(configured)),
        h('td', { 'data-label': 'Change to' }, h('input', { type: 'text', name: limit.name, autocomplete: 'off', inputmode: 'text',
            'aria-label': `${limit.word}: change to`, placeholder: now === null ? 'none' : String(now), disabled: isOff })));
}

function reset(app) {
    ask({
        title: 'All limits as configured?',
        body: 'This takes every change back. All sinks follow within a second.',
        confirm: 'Take changes back',
        act: why => app.act.changeLimits({ asConfigured: true }, why),
    });
}

function shown(value) {
    return value === null ? 'none' : typeof value === 'number' && value >= 1 ? number(value) : String(value);
}

function change(event, app, document) {
    event.preventDefault();
    if (hindrance(app.session, 'operator') !== null) {
        return;
    }
    const form = event.target;
    const typed = Object.fromEntries(LIMITS.map(limit => [limit.name, form.elements[limit.name].value]));
    const { changes, problem } = asked(typed, document.limits);
    app.act.tell(problem);
    if (problem === null) {
        ask({
            title: 'Change limits?',
            body: 'All sinks follow within a second, and keep to it over restarts, until somebody says otherwise.',
            fields: [h('dl', { class: 'facts' }, LIMITS.filter(limit => limit.name in changes).map(limit => h('div', { key: limit.name },
                h('dt', null, limit.word), h('dd', null, `${shown(document.limits[limit.name].now)} → ${shown(changes[limit.name])}`))))],
            confirm: 'Change',
            act: async why => {
                await app.act.changeLimits(changes, why);
                form.reset();
            },
        });
    }
}
