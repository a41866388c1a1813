package org.dataferry.emulator.error;

import java.util.UUID;

/** The refusals that more than one place needs, with the codes of Microsoft's page "Web service error codes". */
public final class Refusals {
    private static final String TYPE_PREFIX = "Microsoft.Dynamics.CRM.";

    private Refusals() {}

    /** The request is legal in Dataverse but this server does not know it; the sentence says what. */
    public static Refusal notEmulated(String what) {
        return new Refusal(501, "0x80040301", "The emulator does not emulate " + what + ".");
    }

    public static Refusal badRequest(String message) {
        return new Refusal(400, "0x80060888", message);
    }

    public static Refusal badPayload(String message) {
        return new Refusal(400, "0x80048d19", message);
    }

    public static Refusal badQuery(String message) {
        return new Refusal(400, "0x0", message);
    }

    public static Refusal unknownSegment(String segment) {
        return new Refusal(404, "0x8006088a", "Resource not found for the segment '" + segment + "'.");
    }

    /** A {@code $ref} where the method or what it stands behind allows none. */
    public static Refusal invalidReference(String segment) {
        return new Refusal(404, "0x8006088a", "The URI segment '$ref' is invalid after the segment '" + segment + "'.");
    }

    /** A message that a kind of table does not know, such as Create on an intersect table. */
    public static Refusal messageNotSupported(String message, String table) {
        return new Refusal(
                405, "0x80040800", "The '" + message + "' method does not support entities of type '" + table + "'.");
    }

    public static Refusal tooManyConditions() {
        return new Refusal(400, "0x8004430c", "Number of conditions in query exceeded maximum limit.");
    }

    public static Refusal unknownQueryProperty(String property, String table) {
        return badQuery("Could not find a property named '" + property + "' on type '" + TYPE_PREFIX + table + "'.");
    }

    public static Refusal unknownProperty(String property, String table, String entitySet) {
        return badPayload("Error identified in Payload provided by the user for Entity :'" + entitySet
                + "', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293"
                + "  ---->  InnerException : Microsoft.OData.ODataException: The property '" + property
                + "' does not exist on type '" + TYPE_PREFIX + table
                + "'. Make sure to only use property names that are defined by the type.");
    }

    public static Refusal rowAbsent(String table, UUID id) {
        return new Refusal(404, "0x80040217", table + " With Id = " + id + " Does Not Exist");
    }

    public static Refusal keyAbsent(String table) {
        return new Refusal(
                404, "0x80060891", "A record with the specified key values does not exist in " + table + " entity");
    }

    public static Refusal duplicateKey() {
        return new Refusal(412, "0x80040237", "Cannot insert duplicate key.");
    }

    public static Refusal matchingKeyExists() {
        return new Refusal(412, "0x80040237", "A record with matching key values already exists.");
    }

    public static Refusal versionMismatch() {
        return new Refusal(
                412,
                "0x80060882",
                "The version of the existing record doesn't match the RowVersion property provided.");
    }

    public static Refusal invalidKey(String table) {
        return badRequest("The key in the request URI is not valid for resource '" + TYPE_PREFIX + table
                + "'. Ensure that the names and number of key properties match the declared or alternate key properties"
                + " for the resource '" + TYPE_PREFIX + table + "'.");
    }

    public static Refusal methodNotAllowed(String method, String resource) {
        return new Refusal(405, "0x8006088a", "The HTTP method " + method + " is not supported on " + resource + ".");
    }

    public static Refusal unexpected() {
        return new Refusal(500, "0x80040216", "An unexpected error occurred.");
    }
}
