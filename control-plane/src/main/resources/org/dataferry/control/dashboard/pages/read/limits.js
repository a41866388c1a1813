/** The limits that can be changed while the sinks run: what they bound, and how they are typed. */
export const LIMITS = [
    { name: 'requests', word: 'Requests in a window', says: 'per application user and web server, in 5 minutes', paced: true,
        parse: whole(1) },
    { name: 'executionTime', word: 'Execution time in a window', says: 'of those requests together, such as 600s', paced: true,
        parse: duration },
    { name: 'reserve', word: 'Reserve', says: 'the share that is kept for others, 0 to 0.9', paced: true, parse: share },
    { name: 'concurrentRequests', word: 'Requests at a time', says: 'per application user; 0 follows the environment’s hint',
        paced: false, parse: whole(0) },
    { name: 'batchSize', word: 'Rows of the first requests', says: 'bulk requests begin with so many', paced: false, parse: whole(1) },
    { name: 'largestBatch', word: 'Rows of a request at most', says: 'bulk requests grow up to it', paced: false, parse: whole(1) },
    { name: 'entitlement', word: 'Daily entitlement', says: 'requests in 24 hours, of all application users', paced: false,
        parse: whole(1) },
];

/**
 * What is to be changed of what was typed.
 *
 * @param typed texts by the name of the limit; an empty one leaves it as it is
 * @return `{changes, problem}`, problem null if all can be read
 */
export function asked(typed, limits) {
    const changes = {};
    for (const limit of LIMITS) {
        const text = (typed[limit.name] ?? '').trim();
        if (text !== '' && text !== String(limits[limit.name].now)) {
            const value = limit.parse(text);
            if (value === null) {
                return { changes: {}, problem: `${limit.word}: ${text} is not right; it is ${limit.says}.` };
            }
            changes[limit.name] = value;
        }
    }
    return { changes, problem: Object.keys(changes).length === 0 ? 'Nothing is different from what holds now.' : null };
}

function whole(least) {
    return text => (/^\d{1,12}$/.test(text) && Number(text) >= least ? Number(text) : null);
}

function share(text) {
    const value = Number(text);
    return /^0(\.\d+)?$/.test(text) && value <= 0.9 ? value : null;
}

function duration(text) {
    return /^\d{1,9}(ms|s|m|h)$/.test(text) ? text : null;
}
