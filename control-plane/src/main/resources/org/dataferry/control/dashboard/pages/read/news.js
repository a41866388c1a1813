import { full } from './words.js';
import { alarms } from './alarms.js';
import { stateOf } from './states.js';

/**
 * What is to be said aloud of a look: another state, and alarms that were not there before. Figures are not news.
 *
 * @param before the look before; null if there was none
 * @return null where there is nothing to say
 */
export function news(before, after) {
    if (before === null) {
        return null;
    }
    const known = new Set(bad(before).map(alarm => alarm.id));
    const said = bad(after).filter(alarm => !known.has(alarm.id)).map(alarm => full(`alarm: ${alarm.title}`));
    if (before.state !== after.state) {
        said.push(full(`${stateOf(after.state).word}: ${after.stateReason}`));
    }
    return said.length === 0 ? null : said.join(' ');
}

function bad(status) {
    return alarms(status).filter(alarm => alarm.tone === 'bad');
}
