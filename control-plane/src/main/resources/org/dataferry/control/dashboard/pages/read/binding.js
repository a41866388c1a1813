import { count, full, sentence, verb } from './words.js';
import { total } from './sums.js';

/**
 * What holds the migration back now, as far as the status says: the first of these that is so. It does not know requests,
 * execution time and concurrency apart; all three are the target.
 *
 * @return `{stage, word, text}`; stage is `source`, `capture`, `transform`, `sink` or `dataverse`
 */
export function binding(status) {
    const unread = total(status.entities, 'unread');
    const inFlight = total(status.entities, 'inFlight');
    const parked = total(status.entities, 'parked');
    return paused(status)
        ?? missingStage(status)
        ?? stalled(status, inFlight)
        ?? largerQueue(status, unread, inFlight)
        ?? missingRows(parked)
        ?? { stage: 'source', word: 'The source', text: 'Nothing else holds it back: changes pass as they come.' };
}

function paused(status) {
    const all = status.paused.find(pause => pause.entity === null);
    return all && {
        stage: 'sink',
        word: 'A pause',
        text: `${all.by} has paused everything${all.why ? `: ${all.why}` : ''}.`,
    };
}

function missingStage(status) {
    const still = status.stages.find(stage => !stage.runs);
    return still && { stage: still.stage, word: sentence(still.stage), text: 'It is not running.' };
}

function stalled(status, inFlight) {
    return status.state === 'STALLED' && {
        stage: inFlight > 0 ? 'dataverse' : 'transform',
        word: inFlight > 0 ? 'Dataverse' : 'Transform',
        text: full(status.stateReason),
    } || null;
}

/** Of the two queues the longer one stands before what is slower. In step, what is in them has only just come. */
function largerQueue({ state }, unread, inFlight) {
    if (state === 'IN_STEP' || state === 'IDLE' || (unread === 0 && inFlight === 0)) {
        return null;
    }
    return unread > inFlight
        ? {
            stage: 'transform',
            word: 'Mapping',
            text: `${count(unread, 'change')} ${verb(unread, 'waits', 'wait')} to be read by transform.`,
        }
        : {
            stage: 'dataverse',
            word: 'Dataverse',
            text: `${count(inFlight, 'write')} ${verb(inFlight, 'waits', 'wait')} for its answer.`,
        };
}

function missingRows(parked) {
    return parked === 0 ? null : {
        stage: 'transform',
        word: 'Missing rows',
        text: `${count(parked, 'write')} ${verb(parked, 'is', 'are')} parked; all else passes as it comes.`,
    };
}
