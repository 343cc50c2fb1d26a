package studio.atelier.db;

import com.zaxxer.hikari.SQLExceptionOverride;

import java.sql.SQLException;

/// After a failover a pool may hold connections to a server that can only be read by now, for as long as they live.
/// They are given up at the first refusal, and the address is asked anew.
final class ReadOnlyLeaves implements SQLExceptionOverride {
    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException refusal) {
        return READ_ONLY.equals(refusal.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
