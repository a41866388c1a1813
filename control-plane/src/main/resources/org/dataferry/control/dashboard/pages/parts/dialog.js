import { h, render } from '../app/view.js';
import { button } from './pieces.js';

/** The one dialog of the page. It is outside of what is drawn anew each second, so nothing disturbs who types in it. */

/**
 * Asks before something is done, and for the reason, which is written down for ever.
 *
 * @param title what will be done
 * @param body what follows from it
 * @param fields further controls, above the reason
 * @param confirm what the button says
 * @param why the reason as far as it was written before
 * @param problem why it is asked again
 * @param act called with the reason; when it fails, the dialog stays and says why. Gives STAYS if it has put
 * something else into the dialog
 */
export function ask({ title, body, fields = [], confirm, kind = 'primary', why: written = '', problem: before = null, act }) {
    const dialog = document.getElementById('dialog');
    const draw = (problem, busy) => render(dialog, form({ title, body, fields, confirm, kind, written, problem, busy, dialog, submit }));
    const submit = async event => {
        event.preventDefault();
        const why = event.target.elements.why.value.trim();
        if (why === '') {
            draw('Say why: it is what others will read.', false);
            event.target.elements.why.focus();
            return;
        }
        draw(null, true);
        try {
            if (await act(why) !== STAYS) {
                dialog.close();
            }
        } catch (failed) {
            draw(failed.message, false);
        }
    };
    told = null;
    render(dialog);
    draw(before, false);
    if (!dialog.open) {
        dialog.showModal();
    }
    dialog.querySelector('textarea').focus();
}

/** What an act gives that has put something else into the dialog. */
export const STAYS = Symbol('stays');

let told = null;

/**
 * Says what is waited for, or why nothing can be done.
 *
 * @return whether the dialog still says so, as a function
 */
export function tell({ title, body, busy = false }) {
    const dialog = document.getElementById('dialog');
    const mine = {};
    told = mine;
    render(dialog);
    render(dialog, h('form', { method: 'dialog' },
        h('h2', { id: 'dialog-title' }, title),
        h('p', { role: 'status', 'aria-busy': busy ? 'true' : undefined }, body),
        h('div', { class: 'tools end' }, button({ label: busy ? 'Cancel' : 'Close', onclick: () => dialog.close() }))));
    if (!dialog.open) {
        dialog.showModal();
    }
    dialog.querySelector('button').focus();
    return () => dialog.open && told === mine;
}

function form({ title, body, fields, confirm, kind, written, problem, busy, dialog, submit }) {
    return h('form', { method: 'dialog', onsubmit: submit, novalidate: true },
        h('h2', { id: 'dialog-title' }, title),
        h('p', null, body),
        fields,
        h('label', { class: 'field' },
            h('span', null, 'Why'),
            h('textarea', { name: 'why', value: written, rows: 3, maxlength: 500, required: true, 'aria-describedby': 'dialog-problem',
                'aria-invalid': problem === null ? undefined : 'true' })),
        h('p', { id: 'dialog-problem', class: 'problem', role: 'alert' }, problem),
        h('div', { class: 'tools end' },
            button({ label: 'Cancel', onclick: () => dialog.close() }),
            h('button', { type: 'submit', class: `button ${kind}`, disabled: busy }, busy ? 'Being done…' : confirm)));
}
