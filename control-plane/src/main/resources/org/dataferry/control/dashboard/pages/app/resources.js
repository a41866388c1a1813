/** Documents that a page needs beside the status: fetched when they are first asked for, and again when they are old. */
export class Resources {
    #api;
    #changed;
    #kept = new Map();

    /** @param changed called whenever one has come */
    constructor(api, changed) {
        this.#api = api;
        this.#changed = changed;
    }

    /** @return `{value, error}`, both null as long as nothing has come; the last value stays while a newer one is awaited */
    get(path) {
        return this.#kept.get(path) ?? { value: null, error: null };
    }

    /** Fetches what is missing or older than it may be. @param needs `{path, seconds}` */
    refresh(needs) {
        for (const { path, seconds } of needs) {
            const kept = this.#kept.get(path);
            if (kept === undefined || (!kept.asked && Date.now() - kept.at > seconds * 1_000)) {
                this.#fetch(path, kept);
            }
        }
    }

    /** Something was done: all are old. */
    expire() {
        this.#kept.forEach(kept => (kept.at = 0));
    }

    forget() {
        this.#kept.clear();
    }

    async #fetch(path, before) {
        this.#kept.set(path, { value: before?.value ?? null, error: before?.error ?? null, at: 0, asked: true });
        let value = before?.value ?? null;
        let error = null;
        try {
            value = await this.#api.get(path);
        } catch (failed) {
            error = failed;
        }
        this.#kept.set(path, { value, error, at: Date.now(), asked: false });
        this.#changed();
    }
}
