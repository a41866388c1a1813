package org.dataferry.control.demo.business;

import java.util.List;
import java.util.stream.IntStream;
import org.dataferry.control.demo.business.Shape.Spoiled;

/** The people who work in the clinics. */
final class Providers {

    private static final List<String> TITLES = List.of("Registered nurse", "Physician", "Paramedic", "Pharmacist");
    private static final List<String> SPECIALTIES = List.of("nursing", "medicine", "pharmacy", "rescue");
    private static final int LAST_NAME = 50;
    private static final int MOST_SKILLS = 3;
    private static final long MOST_RATE = 300;

    private Providers() {}

    static Shape shape() {
        return new Shape(
                List.of(
                        Column.leftOut("provider_id", row -> row.number() + 1),
                        Column.of("provider_no", "employeeid", row -> Words.numbered('P', row.number())),
                        Column.of("first_name", "firstname", row -> row.pick().of(Words.FIRST_NAMES)),
                        Column.of(
                                "middle_name",
                                "middlename",
                                row -> row.pick().oneIn(3) ? row.pick().of(Words.FIRST_NAMES) : null),
                        Column.of("last_name", "lastname", row -> row.pick().of(Words.LAST_NAMES)),
                        Column.of("title", "jobtitle", row -> row.pick().of(TITLES)),
                        Column.of("birth_date", "birthdate", Words::day),
                        Column.of("email", "emailaddress1", row -> "provider" + row.number() + "@staff.example"),
                        Column.live("mobile", "mobilephone", Words::phone),
                        Column.live(
                                "street",
                                "address1_line1",
                                row -> row.pick().between(1, 999) + " "
                                        + row.pick().of(Words.STREETS)),
                        Column.live("city", "address1_city", row -> row.pick().of(Words.CITIES)),
                        Column.of("zip", "address1_postalcode", row -> Words.digits(row, 5)),
                        Column.of(
                                "state",
                                "address1_stateorprovince",
                                row -> row.pick().of(Words.STATES)),
                        Column.of(
                                "specialty",
                                "ferry_specialty",
                                row -> row.pick().of(SPECIALTIES)),
                        Column.live("skills", "ferry_skills", Providers::skills),
                        Column.of(
                                "profile",
                                "ferry_profile",
                                row -> "{\"level\": " + row.pick().between(1, 9) + ", \"certified\": "
                                        + row.pick().oneIn(2) + "}"),
                        Column.live("hourly_rate", "ferry_hourlyrate", row -> Words.number(row, MOST_RATE, 2)),
                        Column.of(
                                "years",
                                "ferry_years",
                                row -> row.pick().oneIn(8) ? null : row.pick().below(45)),
                        Column.of("latitude", "ferry_latitude", row -> Words.number(row, 90, 5)),
                        Column.of(
                                "longitude",
                                "ferry_longitude",
                                row -> Words.number(row, 180, 5).negate()),
                        Column.of("active", "ferry_active", row -> !row.pick().oneIn(10)),
                        Column.of("hired_on", "ferry_hiredon", Words::day),
                        Column.live("seen_at", "ferry_seenat", Words::moment),
                        Column.of("license", "ferry_license", Words::id)),
                List.of(
                        new Spoiled(Dirt.TOO_LONG, "last_name", row -> Words.tooLong(LAST_NAME)),
                        new Spoiled(Dirt.INVALID_DATE, "birth_date", row -> Words.YEAR_ONE),
                        new Spoiled(
                                Dirt.CONTROL_CHARACTER,
                                "first_name",
                                row -> Words.withControlCharacter(row.pick().of(Words.FIRST_NAMES)))));
    }

    private static List<String> skills(RowPick row) {
        return IntStream.range(0, (int) row.pick().below(MOST_SKILLS + 1))
                .mapToObj(skill -> row.pick().of(Words.SKILLS))
                .toList();
    }
}
