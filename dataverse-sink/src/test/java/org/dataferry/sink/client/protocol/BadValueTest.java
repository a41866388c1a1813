package org.dataferry.sink.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BadValueTest {

    @Test
    void knowsALengthThatIsExceeded() {
        assertThat(BadValue.in(
                        "A validation error occurred.  The length of the 'subject' attribute of the 'task' entity"
                                + " exceeded the maximum allowed length of '200'."))
                .contains(new BadValue.TooLong("task", "subject", 200));
    }

    @Test
    void knowsAValueThatIsOutOfRange() {
        assertThat(BadValue.in("A validation error occurred.  The value 7 of 'statuscode' on record of type 'task' is"
                        + " outside the valid range."))
                .contains(new BadValue.OutOfRange("task", "statuscode", "7"));
    }

    @Test
    void makesNothingOfOtherMessages() {
        assertThat(BadValue.in("The length of the 'x' attribute exceeded the maximum allowed length of '99999999999'."))
                .isEmpty();
        assertThat(BadValue.in("Sql error")).isEmpty();
    }
}
