import { h } from '../app/view.js';
import { STAYS, ask, tell } from './dialog.js';
import { button, card } from './pieces.js';
import { hindrance } from '../read/roles.js';
import { total } from '../read/sums.js';
import { count, number } from '../read/words.js';

/** How people close what nobody will mend: refused rows by waivers, unreadable input by discarding it. */

/**
 * The button that waives what is left of a cause; null where there is nothing to waive.
 *
 * @param unread why it is not known of all entities what is left of it
 */
export function waiving(app, cause, unread) {
    if (cause.kind !== 'rejected' || cause.size === cause.waived || cause.waivable?.length === 0) {
        return null;
    }
    const why = hindrance(app.session, 'operator') ?? (cause.waivable === null ? unread : null);
    return h('div', { class: 'tools', key: 'waive' },
        button({ label: 'Waive…', name: `Waive: ${cause.what}`, why, onclick: () => waive(app, cause, cause.waivable) }),
        why && h('p', { class: 'note hindrance' }, why));
}

/**
 * Asks for what was agreed to and nothing else: where more has come meanwhile, it asks again.
 *
 * @param parts `{entity, rows}` of each
 * @param before `{why, problem}` of the time before
 */
function waive(app, cause, parts, before = {}) {
    const rows = count(total(parts, 'rows'), 'row');
    const title = `Waive ${rows}?`;
    ask({
        title,
        body: `All rows of ${parts.map(part => `${part.entity} (${number(part.rows)})`).join(', ')} that are refused now, ${cause.what}, are accepted as not migrated. They count as`
            + ' waived then, and hold nothing up. A newer change of such a row that is refused again comes back to this list.'
            + ' ferry waive DIR --withdraw takes it back.',
        confirm: `Waive ${rows}`,
        kind: 'danger',
        ...before,
        act: async why => {
            const { gone, left, problem } = await app.act.waive(parts, cause.code, why);
            const nothing = gone.length === 0 ? null : `Nothing was left to waive of ${gone.join(', ')}.`;
            if (left.length > 0) {
                waive(app, cause, left, { why, problem: nothing === null ? problem : `${nothing} ${problem}` });
            } else if (nothing !== null) {
                tell({ title, body: nothing });
            } else {
                return null;
            }
            return STAYS;
        },
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
