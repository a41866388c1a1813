package org.dataferry.control.demo.business;

import java.util.List;
import org.dataferry.control.demo.business.Shape.Spoiled;

/** The clinics that ask for staff. */
final class Accounts {

    private static final List<String> KINDS = List.of("Hospital", "Clinic", "Nursing home", "Laboratory");
    private static final int NAME = 160;
    private static final int MOST_BEDS = 900;
    private static final int MOST_EMPLOYEES = 20_000;
    private static final long MOST_REVENUE = 50_000_000;

    private Accounts() {}

    static Shape shape() {
        return new Shape(
                List.of(
                        Column.leftOut("account_id", row -> row.number() + 1),
                        Column.of("account_no", "accountnumber", row -> Words.numbered('A', row.number())),
                        Column.of("name", "name", row -> row.pick().of(Words.CLINICS) + " " + row.number()),
                        Column.of("kind", "ferry_kind", row -> Words.option(row, KINDS)),
                        Column.live("phone", "telephone1", Words::phone),
                        Column.of("email", "emailaddress1", row -> "desk" + row.number() + "@clinic.example"),
                        Column.of("website", "websiteurl", row -> row.pick().oneIn(3) ? "" : "https://clinic.example"),
                        Column.of(
                                "street",
                                "address1_line1",
                                row -> row.pick().between(1, 999) + " "
                                        + row.pick().of(Words.STREETS)),
                        Column.of("city", "address1_city", row -> row.pick().of(Words.CITIES)),
                        Column.of("zip", "address1_postalcode", row -> Words.digits(row, 5)),
                        Column.of(
                                "state",
                                "address1_stateorprovince",
                                row -> row.pick().of(Words.STATES)),
                        Column.live(
                                "employees",
                                "numberofemployees",
                                row -> row.pick().below(MOST_EMPLOYEES)),
                        Column.live("revenue", "revenue", row -> Words.number(row, MOST_REVENUE, 2)),
                        Column.of(
                                "credit_hold", "creditonhold", row -> row.pick().oneIn(20)),
                        Column.of("beds", "ferry_beds", row -> row.pick().below(MOST_BEDS)),
                        Column.live(
                                "rating", "ferry_rating", row -> row.pick().oneIn(5) ? null : Words.number(row, 5, 2)),
                        Column.of("opened_on", "ferry_openedon", Words::day),
                        Column.of("created_at", "ferry_createdat", Words::moment),
                        Column.of("external_id", "ferry_externalid", Words::id),
                        Column.leftOut("logo", Words::picture)),
                List.of(
                        new Spoiled(Dirt.TOO_LONG, "name", row -> Words.tooLong(NAME)),
                        new Spoiled(
                                Dirt.CONTROL_CHARACTER,
                                "city",
                                row -> Words.withControlCharacter(row.pick().of(Words.CITIES))),
                        new Spoiled(Dirt.INVALID_DATE, "opened_on", row -> Words.YEAR_ONE),
                        new Spoiled(Dirt.UNKNOWN_OPTION, "kind", row -> "Spaceship")));
    }
}
