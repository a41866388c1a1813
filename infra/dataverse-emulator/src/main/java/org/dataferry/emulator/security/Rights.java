package org.dataferry.emulator.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.metadata.BuiltInTables;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;

/**
 * What a user's or a team's roles add up to.
 *
 * @param roles how many there are, those of the user's teams included
 * @param administrator whether one of them is the System Administrator, who may do everything everywhere
 * @param depths how far each privilege reaches, by its id, as a depth mask
 */
record Rights(int roles, boolean administrator, Map<UUID, Integer> depths) {
    static final int BASIC = 1;
    static final int LOCAL = 2;
    static final int DEEP = 4;
    static final int GLOBAL = 8;

    /** Its id is the same in every environment of this server. */
    public static final UUID ADMINISTRATOR = TableBuilder.idOf("role System Administrator");

    static Rights ofUser(RowReads reads, UUID user) {
        Set<UUID> roles = new HashSet<>(linked(reads, "systemuserroles", "systemuserid", "systemuser", user, "roleid"));
        if (roles.contains(ADMINISTRATOR)) {
            // Most callers; what their teams add changes nothing.
            return of(reads, roles);
        }
        for (UUID team : teams(reads, user)) {
            roles.addAll(linked(reads, "teamroles", "teamid", "team", team, "roleid"));
        }
        return of(reads, roles);
    }

    static Rights ofTeam(RowReads reads, UUID team) {
        return of(reads, new HashSet<>(linked(reads, "teamroles", "teamid", "team", team, "roleid")));
    }

    static List<UUID> teams(RowReads reads, UUID user) {
        return linked(reads, "teammembership", "systemuserid", "systemuser", user, "teamid");
    }

    /** 0 for a privilege that no role has. */
    int depth(Privilege privilege) {
        return administrator ? GLOBAL : depths.getOrDefault(privilege.id(), 0);
    }

    /** What both may do. */
    Rights and(Rights other) {
        if (administrator || other.administrator) {
            Rights narrower = administrator ? other : this;
            return new Rights(Math.min(roles, other.roles), administrator && other.administrator, narrower.depths);
        }
        Map<UUID, Integer> both = new HashMap<>();
        depths.forEach((id, depth) -> both.put(id, Math.min(depth, other.depths.getOrDefault(id, 0))));
        return new Rights(Math.min(roles, other.roles), false, both);
    }

    private static Rights of(RowReads reads, Set<UUID> roles) {
        if (roles.contains(ADMINISTRATOR)) {
            return new Rights(roles.size(), true, Map.of());
        }
        Table links = reads.catalog().requiredTable(BuiltInTables.ROLE_PRIVILEGES);
        Table roleTable = reads.catalog().requiredTable("role");
        Column privilege = links.requiredColumn("privilegeid");
        Column depth = links.requiredColumn("privilegedepthmask");
        Map<UUID, Integer> depths = new HashMap<>();
        for (UUID role : roles) {
            Reference target = new Reference(roleTable.number(), role);
            for (UUID id : reads.referencing(target, links, links.requiredColumn("roleid"))) {
                Row link = reads.row(links, id);
                if (link != null
                        && link.get(privilege) instanceof Reference named
                        && link.get(depth) instanceof Integer reach) {
                    depths.merge(named.id(), reach, Math::max);
                }
            }
        }
        return new Rights(roles.size(), false, depths);
    }

    private static List<UUID> linked(
            RowReads reads, String intersect, String nearColumn, String nearTable, UUID near, String farColumn) {
        Table links = reads.catalog().requiredTable(intersect);
        Reference target =
                new Reference(reads.catalog().requiredTable(nearTable).number(), near);
        Column far = links.requiredColumn(farColumn);
        List<UUID> found = new ArrayList<>();
        for (UUID id : reads.referencing(target, links, links.requiredColumn(nearColumn))) {
            Row link = reads.row(links, id);
            if (link != null && link.get(far) instanceof Reference named) {
                found.add(named.id());
            }
        }
        return found;
    }
}
