import { full } from '../read/words.js';

/** Requests to the server that the page came from. */

/**
 * What it answered instead of what was asked for. `status` is 0 where it could not be reached; `now` is how many rows there are, where
 * it refuses because they are not as many as were shown.
 */
export class ApiError extends Error {
    constructor(status, message, { retryAfter = null, now = null } = {}) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
        this.now = now;
    }
}

/** An answer takes milliseconds; one that does not come must not leave a dialog waiting. */
const PATIENCE_MS = 15_000;

export class Api {
    #csrf = '';
    #signedOut;

    /** @param signedOut called when the server does not know us any more, as sessions end */
    constructor(signedOut) {
        this.#signedOut = signedOut;
    }

    get(path) {
        return this.#ask('GET', path);
    }

    post(path, body) {
        return this.#ask('POST', path, body);
    }

    /** Who is signed in, and how far the server's clock is from ours, in milliseconds, to half of the way there and back. */
    async session() {
        const before = Date.now();
        const session = await this.get('/api/session');
        return this.#entered(session, Date.parse(session.now) - (before + Date.now()) / 2);
    }

    async signIn(user, password) {
        const session = await this.post('/api/session', { user, password });
        return this.#entered(session, Date.parse(session.now) - Date.now());
    }

    signOut() {
        return this.#ask('DELETE', '/api/session');
    }

    #entered(session, clockAhead) {
        this.#csrf = session.csrf ?? '';
        return { ...session, clockAhead };
    }

    async #ask(method, path, body) {
        const headers = { Accept: 'application/json' };
        if (method !== 'GET') {
            headers['X-Ferry-Csrf'] = this.#csrf;
        }
        if (body !== undefined) {
            headers['Content-Type'] = 'application/json';
        }
        let answer;
        try {
            answer = await fetch(path, {
                method,
                headers,
                body: body === undefined ? undefined : JSON.stringify(body),
                signal: AbortSignal.timeout(PATIENCE_MS),
            });
        } catch {
            throw new ApiError(0, 'The dashboard cannot be reached. Is it running, and are you connected?');
        }
        if (answer.status === 401 && path !== '/api/session') {
            this.#signedOut();
        }
        if (!answer.ok) {
            throw await refused(answer);
        }
        return answer.status === 204 ? null : answer.json();
    }
}

async function refused(answer) {
    const seconds = Number(answer.headers.get('Retry-After'));
    const said = await answer.json().catch(() => null);
    return new ApiError(
        answer.status,
        full(said?.error?.message ?? `The dashboard answered ${answer.status}, and gave no reason.`),
        { retryAfter: seconds > 0 ? seconds : null, now: said?.error?.now });
}
