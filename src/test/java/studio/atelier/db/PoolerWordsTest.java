package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.model.StudioException;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Poolers refuse in words of their own, under states that say nothing.
class PoolerWordsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    08P01|SASL authentication failed|database-password
                    08P01|password authentication failed|database-password
                    08P01|no such user: me|database-password
                    XX000|Wrong password|database-password
                    08P01|no such database: d|database-missing
                    08P01|database "d" does not exist|database-missing
                    08P01|unsupported startup parameter: search_path|database-url-invalid
                    08P01|unsupported startup parameter: extra_float_digits|database-pooler-setting
                    08P01|SSL required|database-wants-tls
                    XX000|SSL connection is required|database-wants-tls
                    08P01|no more connections allowed (max_client_conn)|database-full
                    XX000|(EMAXCONNSESSION) max clients reached in session mode - pool_size: 15|database-full
                    XX000|Max client connections reached|database-full
                    53300|sorry, too many clients already|database-full
                    XX000|(ENOTFOUND) tenant/user postgres.abcd not found|database-user-unknown
                    XX000|(ENOIDENTIFIER) no tenant identifier provided|database-user-unknown
                    XX000|(ECHECKOUTTIMEOUT) unable to check out a connection|database-unreachable
                    XX000|Unable to check out process from the pool due to timeout|database-unreachable
                    XX000|Max pools count reached|database-full
                    XX000|(EAUTHQUERY) user not found in the database|database-user-unknown
                    XX000|(EADDRNOTALLOWED) address not in tenant allow_list: {1, 2, 3, 4}|database-refused
                    08P01|login rejected|database-refused
                    08P01|auth failed|database-password
                    08P01|unsupported options startup parameter: only '-c config=val' is allowed|database-url-invalid
                    08P01|unsupported startup parameter in options: search_path|database-url-invalid
                    08P01|query_wait_timeout|database-unreachable
                    XX000|could not open relation with OID 1234|database-faulty
                    """)
    void saysWhatIsWrong(String state, String words, String code) throws IOException {
        try (var pooler = PostgresFront.refusing(state, words);
                var database =
                        Database.open(
                                DatabaseAddress.parse(
                                        "postgresql://postgres.abcd:p@127.0.0.1:%d/d?pgbouncer=true"
                                                .formatted(pooler.hosts().getFirst().port())))) {
            var problem =
                    assertThrows(
                                    StudioException.class,
                                    () -> Database.connect(database.address()).close())
                            .problem();
            assertEquals(code, problem.code(), problem.detail());
            assertTrue(problem.detail().contains(words), problem.detail());
        }
    }

    @Test
    void theUsualSchemaIsNotAskedForBehindAPooler() {
        String there = "postgresql://u:p@h:6543/d?schema=";
        assertFalse(DatabaseAddress.parse(there + "public").driverProperties().containsKey(SCHEMA));
        assertEquals(
                "atelier", DatabaseAddress.parse(there + "atelier").driverProperties().get(SCHEMA));
        assertEquals(
                "public",
                DatabaseAddress.parse("postgresql://u:p@h:5432/d?schema=public")
                        .driverProperties()
                        .get(SCHEMA));
    }

    @Test
    void aDirectAddressOutOfReachIsNoHindrance() {
        var away = DatabaseAddress.parse("postgresql://u:p@127.0.0.1:1/d");
        try (var database = Database.open(postgres.createEmpty())) {
            database.migrate(Optional.of(away));
            assertEquals(0, new Migration(database.address()).pendingSteps());
        }
    }

    @Test
    void aDirectAddressThatIsRefusedIsSaid() {
        DatabaseAddress right = postgres.createEmpty();
        var wrong =
                new DatabaseAddress(
                        right.hosts(), right.database(), right.user(), "no", Map.of(), false);
        try (var database = Database.open(right)) {
            var refused =
                    assertThrows(StudioException.class, () -> database.migrate(Optional.of(wrong)));
            assertEquals("database-password", refused.problem().code());
        }
    }

    private static final String SCHEMA = "currentSchema";
}
