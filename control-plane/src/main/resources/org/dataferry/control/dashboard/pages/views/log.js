import { h } from '../app/view.js';
import { awaited, card, empty, pageHead } from '../parts/pieces.js';
import { hindrance } from '../read/roles.js';
import { plain, sentence } from '../read/words.js';

const PATH = '/api/log?limit=200';

export const title = 'Log';

export function needs() {
    return [{ path: PATH, seconds: 5 }];
}

export function view(app) {
    const resource = app.resources.get(PATH);
    return [
        pageHead('Log', null, 'Who did what, when and why. It is kept for ever.'),
        card({ id: 'note', title: 'Add a note for the next shift' }, noteForm(app)),
        card({ id: 'events', title: 'What people decided' },
            resource.value === null ? awaited(resource)
                : resource.value.events.length === 0 ? empty('Nobody has decided anything yet.')
                    : h('ol', { class: 'events' }, resource.value.events.map((event, place, all) => item(event, all.length - place, app)))),
    ];
}

function item(event, key, app) {
    return h('li', { key },
        h('time', { datetime: event.at }, app.moments.at(event.at, app.now())),
        h('div', null,
            h('p', null, h('strong', null, event.by), ' ', event.text),
            event.why && h('p', { class: 'why' }, event.why)),
        h('span', { class: 'code' }, sentence(plain(event.what))));
}

function noteForm(app) {
    const why = hindrance(app.session, 'operator');
    return h('form', { onsubmit: event => note(event, app) },
        h('label', { class: 'field' }, h('span', { class: 'unseen' }, 'Note'),
            h('textarea', { name: 'text', rows: 2, maxlength: 1000, required: true, disabled: why !== null,
                placeholder: 'What the next shift should know' })),
        h('p', { class: 'problem', role: 'alert' }, app.problem),
        h('div', { class: 'tools end' }, why && h('p', { class: 'note hindrance' }, why),
            h('button', { type: 'submit', class: 'button primary', disabled: why !== null }, 'Add note')));
}

async function note(event, app) {
    event.preventDefault();
    const form = event.target;
    const text = form.elements.text.value.trim();
    if (text !== '') {
        try {
            await app.act.note(text);
            form.reset();
        } catch (failed) {
            app.act.tell(failed.message);
        }
    }
}
