/**
 * Waives of each entity the rows that were shown. One of which nothing is left, or more has come, does not hold up the
 * others; what fails otherwise ends it, as it would for the next one.
 *
 * @param parts `{entity, rows}` of each
 * @param post waives one of them; fails with `now`, the rows that there are, where they are not those shown
 * @return `{gone, left, problem}`: entities of which nothing was left; what is still to be waived, with the rows of now, and why
 */
export async function waiveEach(parts, post) {
    const gone = [];
    const left = [];
    let problem = null;
    for (const [place, part] of parts.entries()) {
        try {
            await post(part);
        } catch (failed) {
            const now = failed.now ?? null;
            if (now === null) {
                return { gone, left: [...left, ...parts.slice(place)], problem: failed.message };
            }
            if (now === 0) {
                gone.push(part.entity);
            } else {
                left.push({ ...part, rows: now });
                problem ??= failed.message;
            }
        }
    }
    return { gone, left, problem };
}
