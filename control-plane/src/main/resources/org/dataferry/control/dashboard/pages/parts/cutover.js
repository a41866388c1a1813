import { h } from '../app/view.js';
import { badge, button, card } from './pieces.js';
import { verdict } from '../read/cutover.js';
import { span } from '../read/words.js';

/** How long until the cutover that was set here, and whether the target will have caught up by then. */
export function cutoverCard(app) {
    const at = app.cutover;
    return card({ id: 'cutover', title: 'Cutover', lead: at === null ? 'Set when the source is to be frozen.' : null },
        at !== null && countdown(app, at),
        h('form', { class: 'inline', onsubmit: event => set(event, app) },
            h('label', { class: 'field' },
                h('span', null, `Time, in ${app.moments.zone}`),
                h('input', { type: 'datetime-local', name: 'at', required: true, value: at === null ? '' : app.moments.toField(at) })),
            h('div', { class: 'tools' },
                h('button', { type: 'submit', class: 'button' }, at === null ? 'Set' : 'Change'),
                at !== null && button({ id: 'clear-cutover', label: 'Clear', onclick: () => app.act.setCutover(null) }))),
        h('p', { class: 'note' }, 'Kept in this browser, and in the address, so that it can be sent to others.'));
}

function countdown(app, at) {
    const now = app.now();
    const told = verdict(at, app.status, now);
    return h('div', { class: 'countdown', key: 'countdown' },
        h('p', { class: 'figure-value', role: 'timer' }, h('span', { class: 'figure-number' }, until(at, now))),
        h('p', { class: 'note' }, app.moments.at(at, now)),
        h('div', { class: 'verdict' }, badge(told.tone, told.icon, told.word), h('p', null, told.text)));
}

/** Whole minutes from an hour on: seconds would only flicker. */
export function until(at, now) {
    const seconds = Math.round((at - now) / 1_000);
    return seconds >= 0 ? `in ${span(Math.max(10, seconds))}` : `${span(Math.max(10, -seconds))} ago`;
}

function set(event, app) {
    event.preventDefault();
    app.act.setCutover(app.moments.ofField(event.target.elements.at.value));
}
