/**
 * Who may do what: privileges of roles, roles of users and teams, and how far a privilege reaches.
 *
 * <p>It reads rows and knows nothing of how they are written or answered.
 */
@NullMarked
package org.dataferry.emulator.security;

import org.jspecify.annotations.NullMarked;
