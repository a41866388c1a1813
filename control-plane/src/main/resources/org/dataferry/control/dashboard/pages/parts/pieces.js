import { h } from '../app/view.js';
import { icon } from './icons.js';
import { stateOf } from '../read/states.js';
import { PARTS, done, waiting } from '../read/sums.js';
import { count, number, percent } from '../read/words.js';

/** The small parts that several pages are made of. */

/** A state as icon and word. */
export function stateBadge(name) {
    const { word, tone, icon: shape } = stateOf(name);
    return badge(tone, shape, word);
}

export function badge(tone, shape, word) {
    return h('span', { class: `badge tone-${tone}` }, icon(shape), word);
}

/** A figure with its unit below or beside it, and what it means. */
export function figure({ id, label, value, unit = null, note = null, tone = null, badge: mark = null }) {
    return h('div', { key: id, id, class: `card figure${tone ? ` tone-${tone}` : ''}` },
        h('h2', { class: 'figure-label' }, label),
        h('p', { class: 'figure-value' }, h('span', { class: 'figure-number' }, value), unit && h('span', { class: 'unit' }, ` ${unit}`)),
        mark,
        note && h('p', { class: 'note' }, note));
}

export function card({ id, title, lead = null, tools = null, kind = '' }, ...children) {
    const heading = `${id}-title`;
    return h('section', { key: id, id, class: `card ${kind}`, 'aria-labelledby': heading },
        h('div', { class: 'card-head' },
            h('h2', { id: heading }, title),
            tools && h('div', { class: 'tools' }, tools)),
        lead && h('p', { class: 'note' }, lead),
        children);
}

export function pageHead(title, tools = null, lead = null) {
    return h('div', { class: 'page-head', key: 'head' },
        h('div', null, h('h1', { id: 'page-title' }, title), lead && h('p', { class: 'note' }, lead)),
        tools && h('div', { class: 'tools' }, tools));
}

/** A button; one that may not be used stays in reach of the keyboard, and says why. */
export function button({ id = null, label, name = null, shape = null, kind = '', why = null, onclick, ...more }) {
    return h('button', {
        id,
        type: 'button',
        class: `button ${kind}`,
        title: why ?? undefined,
        'aria-label': name,
        'aria-disabled': why === null ? undefined : 'true',
        'aria-description': why ?? undefined,
        onclick: why === null ? onclick : null,
        ...more,
    }, shape && icon(shape), label);
}

/** The parts of what was announced, as a bar; the figures beside it say the same in words. */
export function sumBar(entity) {
    const words = PARTS.filter(part => entity[part.field] > 0).map(part => `${number(entity[part.field])} ${part.word}`);
    return h('div', { class: 'bar', role: 'img', 'aria-label': words.join(', ') || 'nothing announced' },
        PARTS.filter(part => entity[part.field] > 0).map(part => h('span', {
            key: part.field,
            class: `bar-part part-${part.field}`,
            title: `${number(entity[part.field])} ${part.word}`,
            css: { '--share': entity[part.field] / entity.announced },
        })));
}

/** A share of a limit. */
export function meter({ label, used, limit, tone }) {
    return h('div', { class: `meter tone-${tone}`, role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': limit,
        'aria-valuenow': Math.min(used, limit), 'aria-valuetext': `${number(used)} of ${number(limit)}, ${percent(used / limit)}` },
    h('span', { css: { '--share': Math.min(1, used / limit) } }));
}

/** What became of what was announced, in one line. */
export function sumWords(entity) {
    const words = [`${count(done(entity), 'write')} done`];
    if (waiting(entity) > 0) {
        words.push(`${number(waiting(entity))} waiting`);
    }
    if (entity.rejected > 0) {
        words.push(`${number(entity.rejected)} rejected`);
    }
    if (entity.inFlight > 0) {
        words.push(`${number(entity.inFlight)} in flight`);
    }
    return words.join(', ');
}

export function empty(text) {
    return h('p', { class: 'empty' }, text);
}

/** In place of a document that is on its way, or that did not come. */
export function awaited(resource) {
    return resource.error === null
        ? h('p', { class: 'empty', 'aria-busy': 'true' }, 'Reading…')
        : h('p', { class: 'empty tone-bad' }, icon('warning'), resource.error.message);
}

/** A command that can be copied. */
export function command(text, copy) {
    return h('div', { class: 'command', key: text },
        h('code', null, text),
        button({ label: 'Copy', name: `Copy: ${text}`, shape: 'copy', kind: 'small', onclick: () => copy(text) }));
}

/** A choice of one of a few. @param choices `[value, label]` */
export function choice({ name, label, choices, chosen, onchange }) {
    return h('fieldset', { class: 'choice' },
        h('legend', { class: 'unseen' }, label),
        choices.map(([value, text]) => h('label', { key: value },
            h('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onchange(value) }),
            h('span', null, text))));
}
