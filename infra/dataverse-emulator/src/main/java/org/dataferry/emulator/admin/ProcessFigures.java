package org.dataferry.emulator.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the process has taken of the machine. */
final class ProcessFigures {
    private static final double MIB = 1 << 20;
    private static final double KIB_PER_MIB = 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Linux tells a process's memory here; on other systems the figure is left out. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    /** Collects garbage first, so that the heap is what is in use. */
    static ObjectNode json() {
        System.gc();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(
                "heapMiB",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
        Double resident = residentMiB();
        if (resident != null) {
            json.put("residentMiB", resident);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            json.put("cpuMillis", system.getProcessCpuTime() / NANOS_PER_MILLI);
        }
        return json;
    }

    private static @Nullable Double residentMiB() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / KIB_PER_MIB)
                    .findFirst()
                    .orElse(null);
        } catch (IOException elsewhere) {
            return null;
        }
    }
}
