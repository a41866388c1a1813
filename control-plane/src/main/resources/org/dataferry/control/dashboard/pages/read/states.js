/** How a migration or an entity stands: each state with a word, a tone and an icon, so that none rests on colour alone. */
const STATES = {
    IDLE: { word: 'Idle', tone: 'good', icon: 'idle' },
    IN_STEP: { word: 'In step', tone: 'good', icon: 'check' },
    PAUSED: { word: 'Paused', tone: 'wait', icon: 'pause' },
    CATCHING_UP: { word: 'Catching up', tone: 'busy', icon: 'forward' },
    STALLED: { word: 'Stalled', tone: 'bad', icon: 'warning' },
    UNKNOWN: { word: 'Unknown', tone: 'calm', icon: 'question' },
};

/** What needs eyes first comes first. */
const URGENCY = ['STALLED', 'UNKNOWN', 'PAUSED', 'CATCHING_UP', 'IN_STEP', 'IDLE'];

export function stateOf(name) {
    return STATES[name] ?? STATES.UNKNOWN;
}

export function urgency(name) {
    const place = URGENCY.indexOf(name);
    return place < 0 ? URGENCY.indexOf('UNKNOWN') : place;
}
