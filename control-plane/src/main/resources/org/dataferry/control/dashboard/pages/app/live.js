/**
 * The stream of status documents. When nothing comes, it is lost and opened again until it is back; after that the whole
 * state comes anew, so nothing has to be caught up.
 */

/** The server says something at least every two seconds. */
const SILENCE_MS = 6_000;

/** Between two attempts: soon at first, and then no storm of fifty browsers. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000];

export class Live {
    #on;
    #source = null;
    #lastHeard = 0;
    #lastSequence = -1;
    #attempts = 0;
    #next = null;

    /**
     * @param on.status each new document
     * @param on.lost nothing comes any more; called once each time
     * @param on.beforeRetry awaited before each further attempt; false ends them
     */
    constructor(on) {
        this.#on = on;
    }

    open() {
        this.close();
        this.#lastHeard = Date.now();
        this.#lastSequence = -1;
        this.#source = new EventSource('/api/live');
        this.#source.addEventListener('status', event => this.#heard(JSON.parse(event.data)));
        this.#source.onerror = () => this.#lose();
    }

    close() {
        clearTimeout(this.#next);
        this.#next = null;
        this.#source?.close();
        this.#source = null;
    }

    /** To be called each second: a connection that is dead may not say so. */
    watch() {
        if (this.#source !== null && Date.now() - this.#lastHeard > SILENCE_MS) {
            this.#lose();
        }
    }

    #heard(document) {
        this.#lastHeard = Date.now();
        this.#attempts = 0;
        // Within one connection a smaller number is older; a server that began anew counts anew.
        if (document.sequence > this.#lastSequence) {
            this.#lastSequence = document.sequence;
            this.#on.status(document);
        }
    }

    #lose() {
        this.close();
        this.#on.lost();
        const pause = PAUSES_MS[Math.min(this.#attempts++, PAUSES_MS.length - 1)];
        this.#next = setTimeout(() => this.#retry(), pause);
    }

    async #retry() {
        if (await this.#on.beforeRetry()) {
            this.open();
        } else if (this.#next !== null) {
            this.#lose();
        }
    }
}
