import { h } from '../app/view.js';
import { ask } from './dialog.js';
import { button, card } from './pieces.js';
import { hindrance } from '../read/roles.js';
import { count, number } from '../read/words.js';

/** How people close what nobody will mend: refused rows by waivers, unreadable input by discarding it. */

/** The button that waives what is left of a cause; null where there is nothing to waive, or no entity is known yet. */
export function waiving(app, cause) {
    if (cause.kind !== 'rejected' || cause.size === cause.waived || cause.waivable.length === 0) {
        return null;
    }
    const why = hindrance(app.session, 'operator');
    return h('div', { class: 'tools', key: 'waive' },
        button({ label: 'Waive…', name: `Waive: ${cause.what}`, why, onclick: () => waive(app, cause) }),
        why && h('p', { class: 'note hindrance' }, why));
}

function waive(app, cause) {
    const left = cause.size - cause.waived;
    ask({
        title: `Waive ${count(left, 'row')}?`,
        body: `All rows of ${cause.waivable.join(', ')} that are refused now, ${cause.what}, are accepted as not migrated. They count as`
            + ' waived then, and hold nothing up. A newer change of such a row that is refused again comes back to this list.'
            + ' ferry waive DIR --withdraw takes it back.',
        confirm: `Waive ${count(left, 'row')}`,
        kind: 'danger',
        act: why => app.act.waive(cause.waivable, cause.code, why),
    });
}

/** Input that could not be read, with what may be done about it. */
export function letters(app) {
    const { deadLetters, discardedLetters, openLetters } = app.status;
    const discarded = discardedLetters > 0 ? ` ${number(discardedLetters)} more were discarded.` : '';
    return deadLetters === 0 ? null : card(
        {
            id: 'dead-letters',
            title: `${count(deadLetters, 'record')} could not be read at all`,
            lead: 'Where the reason is mended, such as a schema that came back, ferry dead-letters DIR --replay-all publishes them again.'
                + (deadLetters > openLetters.length ? ` The first ${openLetters.length} are shown; ferry dead-letters DIR lists all.` : '')
                + discarded,
        },
        h('ul', { class: 'rows' }, openLetters.map(letter => item(app, letter))));
}

function item(app, letter) {
    const why = hindrance(app.session, 'operator');
    return h('li', { key: letter.id },
        h('span', { class: 'row-name' }, letter.id),
        h('span', { class: 'num' }, count(letter.bytes, 'byte')),
        h('span', { class: 'detail' }, letter.reason,
            letter.topic && ` (${letter.topic}, partition ${letter.partition}, offset ${letter.offset})`),
        button({ label: 'Discard…', name: `Discard ${letter.id}`, kind: 'small', why, onclick: () => discard(app, letter) }));
}

function discard(app, letter) {
    ask({
        title: `Discard dead letter ${letter.id}?`,
        body: `What could not be read (${letter.reason}) is accepted as not migrated. Its bytes stay in the topic; the decision cannot be`
            + ' taken back.',
        confirm: 'Discard',
        kind: 'danger',
        act: why => app.act.discard(letter.id, why),
    });
}
