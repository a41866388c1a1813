import { count, number } from './words.js';

/** How many rows a list has; of some nobody counts them, as no index leads there. */
export function totalOf({ total, isTotalExact }) {
    if (total === null) {
        return 'Rows';
    }
    return isTotalExact ? count(total, 'row') : `More than ${number(total)} rows`;
}

/** What is said where a page has none. */
export function emptyPage({ total, next }) {
    return total === null && next !== null
        ? 'There are none among the rows that this page looked through. The next page goes on.'
        : 'There are none.';
}
