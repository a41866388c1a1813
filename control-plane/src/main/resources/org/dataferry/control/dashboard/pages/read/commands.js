/** Commands to be copied into a shell. Keys come from the source, so whatever a shell would act on is quoted. */

const SAFE = /^[A-Za-z0-9_.,:@%+=/-]+$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** `DIR` stands for the migration's folder, which the page does not know. @return null if it cannot be written safely */
export function replay({ entity, key = null, rejected = false }) {
    const words = ['ferry', 'replay', 'DIR', '--entity', entity];
    if (key !== null) {
        words.push('--key', key);
    }
    if (rejected) {
        words.push('--rejected');
    }
    return words.some(word => CONTROL.test(word)) ? null : words.map(shellWord).join(' ');
}

/** Lets the changes of a held table go on. @return null if it cannot be written safely */
export function acceptDrift(table) {
    const words = ['ferry', 'drift', 'DIR', '--accept', table, '--why', '…'];
    return words.some(word => CONTROL.test(word)) ? null : words.map(shellWord).join(' ');
}

/** As a POSIX shell takes it for one word that means itself. */
export function shellWord(word) {
    return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The entity and key of a row as people write it, `account of public.customers ALFKI`.
 *
 * @return `{entity, key}`; key null where it cannot be told, as of links and merged rows
 */
export function rowOf(plainRow) {
    const found = /^(\S+) of [^\s.]+\.\S+ ([^]+)$/.exec(plainRow);
    const entity = /^\S*/.exec(plainRow)[0];
    const isWhole = found !== null && !found[2].endsWith(')');
    return { entity, key: isWhole ? found[2] : null };
}
