package org.dataferry.control.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.dataferry.schemas.change.SourcePosition;
import org.junit.jupiter.api.Test;

class OrderingTest {

    @Test
    void sortsAsPositionsDo() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<SourcePosition> positions = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            // A log in odd epochs and dumps in even ones, as one epoch has never both.
            int epoch = 1 + random.nextInt(4);
            positions.add(
                    epoch % 2 == 1
                            ? new SourcePosition.InLog(
                                    epoch,
                                    random.nextLong(1L << (1 + random.nextInt(62))),
                                    random.nextLong(1L << (1 + random.nextInt(62))),
                                    random.nextInt(3))
                            : new SourcePosition.InDump(epoch, 1 + random.nextLong(1L << (1 + random.nextInt(62)))));
        }

        List<SourcePosition> byText = new ArrayList<>(positions);
        byText.sort(Comparator.comparing(Ordering::of));

        assertThat(byText).isSorted();
    }
}
