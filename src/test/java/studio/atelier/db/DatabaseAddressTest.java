package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.StudioException;

class DatabaseAddressTest {
    @Test
    void readsThePoolerAddressOfADashboard() {
        var address =
                DatabaseAddress.parse(
                        "postgresql://postgres.abcd:p%40ss%2Fw+1@aws-0-eu-central-1.pooler.example.com:6543"
                                + "/postgres?pgbouncer=true&connection_limit=1&sslmode=require");

        assertEquals("postgres.abcd", address.user());
        assertEquals("p@ss/w+1", address.password());
        assertTrue(address.pooled());
        assertEquals(
                "jdbc:postgresql://aws-0-eu-central-1.pooler.example.com:6543/postgres",
                address.jdbcUrl());
        var properties = address.driverProperties();
        assertEquals("0", properties.getProperty("prepareThreshold"));
        assertEquals("require", properties.getProperty("sslmode"));
        assertFalse(properties.containsKey("connection_limit"));
        assertEquals("Atelier", properties.getProperty("ApplicationName"));
        assertEquals("true", properties.getProperty("tcpKeepAlive"));
    }

    @ParameterizedTest
    @CsvSource({
        "ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech, true",
        "ep-cool-darkness-123456.us-east-2.aws.neon.tech, false",
        "aws-0-eu-central-1.pooler.supabase.com, false",
        "my-pooler.example.com, false"
    })
    void aPoolerIsKnownByItsNameWhereOneHasSuch(String host, boolean pooled) {
        assertEquals(
                pooled, DatabaseAddress.parse("postgresql://u:p@%s/d".formatted(host)).pooled());
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:a@b@h/d, u, a@b, h:5432, d",
        "postgres://u:a:b/c@h:1/d, u, a:b/c, h:1, d",
        "postgres://u:a?b@h/d, u, a?b, h:5432, d",
        "postgres://u:100%@h/d, u, 100%, h:5432, d",
        "postgresql://h, postgres, '', h:5432, postgres",
        "postgresql://u@[::1]:7/d, u, '', [::1]:7, d",
        "jdbc:postgresql://h:5/d?user=u&password=p, u, p, h:5, d",
        "jdbc:postgresql:d?user=u, u, '', localhost:5432, d",
        "postgresql:///d?host=h, postgres, '', h:5432, d",
        "' postgresql://u:p@h/my%20data ', u, p, h:5432, my data",
        "DATABASE_URL=postgresql://u:p@h/d, u, p, h:5432, d",
        "export DIRECT_URL=\"postgresql://u:p@h/d\", u, p, h:5432, d",
        "psql `postgres://u:p@h:6543/d`, u, p, h:6543, d",
        "postgresql+asyncpg://u:p@h/d, u, p, h:5432, d",
        "POSTGRESQL://u:p@h/d, u, p, h:5432, d",
    })
    void understandsWhatPeoplePaste(
            String text, String user, String password, String host, String database) {
        var address = DatabaseAddress.parse(text);
        assertEquals(user, address.user());
        assertEquals(password, address.password());
        assertEquals(host, address.hosts().getFirst().toString());
        assertEquals(database, address.database());
    }

    @Test
    void translatesOtherClientsParametersAndDropsUnknownOnes() {
        var properties =
                DatabaseAddress.parse(
                                "postgresql://u:p@h/d?schema=studio&connect_timeout=5&application_name=x"
                                        + "&target_session_attrs=read-write&ssl=true&sslmode=no-verify"
                                        + "&socketFactory=evil.Factory&loggerFile=/tmp/x")
                        .driverProperties();
        assertEquals("studio", properties.getProperty("currentSchema"));
        assertEquals("5", properties.getProperty("connectTimeout"));
        assertEquals("x", properties.getProperty("ApplicationName"));
        assertEquals("primary", properties.getProperty("targetServerType"));
        assertEquals("require", properties.getProperty("sslmode"));
        assertFalse(properties.containsKey("socketFactory"));
        assertFalse(properties.containsKey("loggerFile"));
    }

    @ParameterizedTest
    @CsvSource({
        "db.example, '', require",
        "'db.example,localhost', '', require",
        "192.168.1.7, '', require",
        "localhost, '', ''",
        "127.0.0.1:5433, '', ''",
        "[::1], '', ''",
        "db.example, sslmode=disable, disable",
        "db.example, ssl=false, disable",
        "db.example, sslmode=verify-full, verify-full",
        "localhost, sslmode=require, require",
    })
    void isEncryptedWhereverItLeavesThisComputer(String hosts, String query, String mode) {
        var address = DatabaseAddress.parse("postgresql://u:p@" + hosts + "/d?" + query);
        assertEquals(mode, address.driverProperties().getProperty("sslmode", ""));
    }

    @Test
    void theIssuersOfTheSystemAreAskedForLikePsqlDoes() {
        var properties =
                DatabaseAddress.parse("postgresql://h/d?sslmode=verify-full&sslrootcert=system")
                        .driverProperties();
        assertFalse(properties.containsKey("sslrootcert"));
        assertTrue(properties.getProperty("sslfactory").endsWith("DefaultJavaSSLFactory"));
        properties =
                DatabaseAddress.parse("postgresql://h/d?sslmode=verify-full&sslrootcert=/a.pem")
                        .driverProperties();
        assertEquals("/a.pem", properties.getProperty("sslrootcert"));
        assertFalse(properties.containsKey("sslfactory"));
    }

    @Test
    void neverShowsThePassword() {
        var address = DatabaseAddress.parse("postgresql://u:secret@h/d?sslpassword=secret");
        assertEquals("postgresql://u@h:5432/d", address.redacted());
        assertEquals("postgresql://u@h:5432/d", address.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:secret@h/d",
                "postgresql://u:secret@h:port/d",
                "postgresql://u:secret@h:70000/d",
                "postgresql://u:secret@/d/e",
                "postgresql://u:[YOUR-PASSWORD]@h/d",
                "postgresql://u:secret@%2Fvar%2Frun/d",
                "postgresql://u:secret@ho st/d",
                "postgresql://u:secret@h/d?sslmode=full",
                "https://user:secret@abcd.supabase.co"
            })
    void saysWhatIsWrongWithoutRepeatingSecrets(String text) {
        var failure = assertThrows(StudioException.class, () -> DatabaseAddress.parse(text));
        assertEquals("database-url-invalid", failure.problem().code());
        assertFalse(failure.problem().sentence().contains("secret"));
    }
}
