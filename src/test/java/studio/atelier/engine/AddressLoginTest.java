package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/// The login that comes along with an address.
class AddressLoginTest {
    @ParameterizedTest
    @CsvSource({
        "https://ann:pa55@pod.example/comfy, https://pod.example/comfy, ann, pa55",
        "HTTPS://ann:pa55@pod.example, https://pod.example, ann, pa55",
        "ann:pa55@10.0.0.7:8188, http://10.0.0.7:8188, ann, pa55",
        "wss://ann:p%4055%2f@h/ws?token=1@2, wss://h/ws?token=1@2, ann, p@55/",
        "http://ann:p@55@h:1, http://h:1, ann, p@55",
        "http://ann:pw@h?x=a@b, http://h?x=a@b, ann, pw",
        "http://ann:pw@h#@c/, http://h#@c/, ann, pw",
        "http://ann@h, http://h, ann, ''"
    })
    void isTakenApart(String text, String address, String user, String password) {
        AddressLogin login = AddressLogin.in(text).orElseThrow();

        assertEquals(address, login.address());
        assertEquals(user, login.user());
        assertEquals(password, login.password());
        assertFalse(password.length() > 1 && login.toString().contains(password));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8188",
        "http://h/path@home",
        "h:8188",
        "''",
        "abc123",
        "http://:8188"
    })
    void isNotThere(String text) {
        assertEquals(Optional.empty(), AddressLogin.in(text));
    }

    @Test
    void aFtpAddressKeepsItsScheme() {
        assertEquals("ftp://h", AddressLogin.in("ftp://u:p@h").orElseThrow().address());
    }
}
