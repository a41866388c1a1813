import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { badge } from './pieces.js';
import { standingOf } from '../read/story.js';
import { plain } from '../read/words.js';

/** A row as a link to its story. @param row with `record` and `plainRow` */
export function recordLink(row) {
    return h('a', { class: 'row-name', href: href('records', row.record) }, row.plainRow);
}

/** Rows, each with how far it is and why. */
export function recordList(rows) {
    return h('ul', { class: 'rows records' }, rows.map(row => h('li', { key: row.record },
        recordLink(row),
        standing(row),
        row.error && h('span', { class: 'code' }, row.error.reason),
        row.error?.detail && h('span', { class: 'detail' }, row.error.detail),
        row.waived && h('span', { class: 'detail' }, `Waived by ${row.waived.who}: ${row.waived.why}`),
        row.waitsFor.length > 0 && h('span', { class: 'detail' }, 'In the end it waits for ', end(row.waitsFor)))));
}

export function standing(row) {
    const { tone, icon, word } = standingOf(row);
    return badge(tone, icon, word);
}

function end(chain) {
    const last = chain.at(-1);
    return [recordLink(last), last.reason ? `, which was refused: ${plain(last.reason)}`
        : last.announced ? ', which is not there yet' : ', which nobody has announced'];
}
