/** Numbers and spans as people read them. One form everywhere, whatever the browser's language: the sentences are English. */

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 });

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `8,430` */
export function number(value) {
    return WHOLE.format(value);
}

/** `1 row`, `8,430 rows` */
export function count(value, what) {
    return `${number(value)} ${what}${value === 1 ? '' : 's'}`;
}

/** `waits`, `wait`: what `count` things do. */
export function verb(value, singular, plural) {
    return value === 1 ? singular : plural;
}

/** A share of one: `37%`; never 0% or 100% where it is not quite. */
export function percent(share) {
    if (share > 0 && share < 0.01) {
        return '<1%';
    }
    return share < 1 && share > 0.99 ? '>99%' : PERCENT.format(share);
}

/** Per second: `0`, `0.4`, `12.3`, `1,204`. */
export function rate(perSecond) {
    if (perSecond > 0 && perSecond < 0.05) {
        return '<0.1';
    }
    return perSecond >= 100 || perSecond === 0 ? WHOLE.format(perSecond) : TENTHS.format(perSecond);
}

/** Two units at most: `0.4 s`, `42 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function span(seconds) {
    const rest = Math.max(0, seconds);
    if (rest > 0 && rest < 9.95) {
        return `${TENTHS.format(rest)} s`;
    }
    const whole = Math.round(rest);
    if (whole < MINUTE) {
        return `${whole} s`;
    }
    if (whole < HOUR) {
        return two(whole, MINUTE, 'min', 1, 's');
    }
    return whole < DAY ? two(whole, HOUR, 'h', MINUTE, 'min') : two(whole, DAY, 'd', HOUR, 'h');
}

/**
 * A span that was estimated, to the precision that estimates have: `40 s`, `12 min`, `2 h 10 min`.
 *
 * @param round `Math.floor` or `Math.ceil`
 */
export function rough(seconds, round) {
    const step = seconds < MINUTE ? 10 : seconds < HOUR ? MINUTE : seconds < DAY ? 10 * MINUTE : HOUR;
    const rounded = Math.max(0, round(seconds / step) * step);
    return rounded < MINUTE ? `${rounded} s` : span(rounded);
}

/** `3 to 5 min`, `50 s to 2 min`, `within 20 s`. */
export function roughRange(from, to) {
    const [one, other] = [rough(from, Math.floor), rough(to, Math.ceil)];
    if (one === '0 s') {
        return `within ${other}`;
    }
    const [first, second] = [one, other].map(text => /^(\d+) (\S+)$/.exec(text));
    const isShort = first !== null && second !== null && first[2] === second[2];
    return one === other ? `in ${one}` : `in ${isShort ? first[1] : one} to ${other}`;
}

/** `NOT_THERE` → `not there` */
export function plain(name) {
    return name.toLowerCase().replaceAll('_', ' ');
}

/** The first letter large. */
export function sentence(text) {
    return text === '' ? '' : text[0].toUpperCase() + text.slice(1);
}

/** As a sentence: it begins large and comes to its end. */
export function full(text) {
    return /[.!?]$/.test(text) ? sentence(text) : `${sentence(text)}.`;
}

function two(whole, large, largeName, small, smallName) {
    const rest = Math.floor((whole % large) / small);
    return `${Math.floor(whole / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}
