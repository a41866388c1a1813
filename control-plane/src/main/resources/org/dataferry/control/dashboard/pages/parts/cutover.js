import { h } from '../app/view.js';
import { ask } from './dialog.js';
import { badge, button, card } from './pieces.js';
import { late, planned, verdict } from '../read/cutover.js';
import { hindrance } from '../read/roles.js';
import { span } from '../read/words.js';

/** How long until the cutover that is set, whether the target will have caught up by then, and what will not. */
export function cutoverCard(app) {
    const at = planned(app.status);
    const why = hindrance(app.session, 'operator');
    return card({ id: 'cutover', title: 'Cutover', lead: at === null ? 'Set when the source is to be frozen.' : null },
        at !== null && countdown(app, at),
        h('form', { class: 'inline', onsubmit: event => set(event, app) },
            h('label', { class: 'field' },
                h('span', null, `Time, in ${app.moments.zone}`),
                h('input', { type: 'datetime-local', name: 'at', required: true, disabled: why !== null, value: at === null ? '' : app.moments.toField(at) })),
            h('div', { class: 'tools' },
                h('button', { type: 'submit', class: 'button', disabled: why !== null }, at === null ? 'Set' : 'Change'),
                at !== null && button({ id: 'clear-cutover', label: 'Clear', why, onclick: () => clear(app) }))),
        why && h('p', { class: 'note hindrance' }, why));
}

function countdown(app, at) {
    const now = app.now();
    const { by, why } = app.status.cutover;
    const told = verdict(at, app.status, now);
    const behind = late(at, app.status, now);
    return h('div', { class: 'countdown', key: 'countdown' },
        h('p', { class: 'figure-value', role: 'timer' }, h('span', { class: 'figure-number' }, until(at, now))),
        h('p', { class: 'note' }, `${app.moments.at(at, now)}, as ${by} set it: ${why}`),
        h('div', { class: 'verdict' }, badge(told.tone, told.icon, told.word), h('p', null, told.text)),
        behind.length > 0 && h('ul', { class: 'missing', 'aria-label': 'What may miss it' },
            behind.map(one => h('li', { key: one.entity }, h('strong', null, one.entity), ` ${one.text}`))));
}

/** Whole minutes from an hour on: seconds would only flicker. */
export function until(at, now) {
    const seconds = Math.round((at - now) / 1_000);
    return seconds >= 0 ? `in ${span(Math.max(10, seconds))}` : `${span(Math.max(10, -seconds))} ago`;
}

function set(event, app) {
    event.preventDefault();
    const at = app.moments.ofField(event.target.elements.at.value);
    ask({
        title: `Set the cutover to ${app.moments.at(at, app.now())}?`,
        body: 'Everybody sees the time, and is told what will miss it. Nothing is frozen by it.',
        confirm: 'Set the time',
        act: why => app.act.planCutover(at, why),
    });
}

function clear(app) {
    ask({
        title: 'Take the time of the cutover back?',
        body: 'Nobody is told any more what will miss it.',
        confirm: 'Take it back',
        act: why => app.act.planCutover(null, why),
    });
}
