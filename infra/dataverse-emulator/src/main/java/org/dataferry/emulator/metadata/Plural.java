package org.dataferry.emulator.metadata;

/** English plurals as Dataverse forms them for names of collections: city, cities; winby, winbies; box, boxes. */
public final class Plural {
    private Plural() {}

    public static String of(String name) {
        int last = name.length() - 1;
        if (last > 0 && name.charAt(last) == 'y' && "aeiou".indexOf(name.charAt(last - 1)) < 0) {
            return name.substring(0, last) + "ies";
        }
        if (name.endsWith("s")
                || name.endsWith("x")
                || name.endsWith("z")
                || name.endsWith("ch")
                || name.endsWith("sh")) {
            return name + "es";
        }
        return name + "s";
    }
}
