import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { icon } from './icons.js';
import { number } from '../read/words.js';

const MARKS = {
    rejected: { tone: 'bad', icon: 'stop', word: 'Rejected' },
    parked: { tone: 'wait', icon: 'pause', word: 'Parked' },
    deferred: { tone: 'calm', icon: 'idle', word: 'Deferred' },
    bounced: { tone: 'calm', icon: 'forward', word: 'Bounced' },
};

/** A row in words, as a link to its story where its id may be seen. */
export function rowName({ row, plainRow }) {
    return row && row !== '(masked)'
        ? h('a', { class: 'row-name', href: href('records', null, { q: row }) }, plainRow)
        : h('span', { class: 'row-name' }, plainRow);
}

/** How many, of what kind, and why, in one line. @param heading the order that it has on the page */
export function causeHead({ kind, size, unit, what, code }, heading) {
    const mark = MARKS[kind];
    return h('div', { class: 'cause-head' },
        h(heading, null,
            h('span', { class: 'cause-size' }, number(size), h('span', { class: 'unit' }, ` ${unit}${size === 1 ? '' : 's'}`)), ' ',
            h('span', null, what)),
        h('span', { class: `badge tone-${mark.tone}` }, icon(mark.icon), mark.word),
        code && h('code', { class: 'code' }, code));
}
