import { h } from '../app/view.js';
import { number } from '../read/words.js';

/** In place of everything, as long as nobody is signed in. */
export function signIn(app) {
    return h('main', { id: 'main', class: 'sign-in', tabindex: -1, key: 'sign-in' },
        h('form', { class: 'card', onsubmit: event => submit(event, app) },
            h('img', { src: 'icon.svg', alt: '', width: 48, height: 48 }),
            h('h1', null, app.session?.migration ?? 'Ferry'),
            h('p', { class: 'note' }, 'Sign in to see how the migration stands.'),
            h('label', { class: 'field' }, h('span', null, 'User'),
                h('input', { type: 'text', name: 'user', autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false' })),
            h('label', { class: 'field' }, h('span', null, 'Password'),
                h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true })),
            h('p', { class: 'problem', role: 'alert' }, app.problem),
            h('button', { type: 'submit', class: 'button primary wide' }, 'Sign in')));
}

async function submit(event, app) {
    event.preventDefault();
    const { user, password } = event.target.elements;
    try {
        await app.act.signIn(user.value, password.value);
    } catch (failed) {
        password.value = '';
        app.act.tell(failed.retryAfter === null
            ? failed.message
            : `${failed.message} It takes ${number(failed.retryAfter)} seconds.`);
        password.focus();
    }
}
