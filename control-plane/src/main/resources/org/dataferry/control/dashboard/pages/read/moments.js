/** Moments in one zone, which is always said: on the night of a cutover people sit in several. */
export class Moments {
    #zone;
    #time;
    #minute;
    #second;
    #day;
    #parts;

    /** @param zone such as `Europe/Zurich`; one that this browser does not know is UTC */
    constructor(zone) {
        this.#zone = nameOf(zone);
        const format = options => new Intl.DateTimeFormat('en-GB', { timeZone: this.#zone, hourCycle: 'h23', ...options });
        this.#time = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' });
        this.#minute = format({ hour: '2-digit', minute: '2-digit' });
        this.#second = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
        this.#day = format({ day: 'numeric', month: 'short', year: 'numeric' });
        this.#parts = format({
            year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
        });
    }

    get zone() {
        return this.#zone;
    }

    /** `14:03:22 CET`, and the day before it where that is not today's. @param at, now in milliseconds or as ISO 8601 */
    at(at, now) {
        const time = this.#time.format(new Date(at));
        return this.isSameDay(at, now) ? time : `${this.#day.format(new Date(at))}, ${time}`;
    }

    /** `14:03`: the axis of a chart, beside which the zone is said once */
    minute(at) {
        return this.#minute.format(new Date(at));
    }

    /** `14:03:22`, likewise */
    second(at) {
        return this.#second.format(new Date(at));
    }

    isSameDay(one, other) {
        return this.#day.format(new Date(one)) === this.#day.format(new Date(other));
    }

    /** As a `datetime-local` field has it: `2026-11-29T14:03`. */
    toField(at) {
        return this.#local(new Date(at).getTime()).slice(0, 16);
    }

    /** The moment, in milliseconds, at which clocks of the zone show what is in the field; null if it is empty. */
    ofField(text) {
        if (text === '') {
            return null;
        }
        const wanted = Date.parse(`${text}:00Z`);
        // The distance from UTC as it is there; looked at twice, as it may change between the two.
        const first = wanted - this.#ahead(wanted);
        return wanted - this.#ahead(first);
    }

    #ahead(at) {
        return Date.parse(`${this.#local(at)}Z`) - Math.floor(at / 1_000) * 1_000;
    }

    #local(at) {
        const parts = Object.fromEntries(this.#parts.formatToParts(new Date(at)).map(part => [part.type, part.value]));
        return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
    }
}

/** As people know it: `UTC` for `Etc/UTC`. */
function nameOf(zone) {
    try {
        return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
        return 'UTC';
    }
}
