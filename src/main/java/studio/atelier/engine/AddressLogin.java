package studio.atelier.engine;

import okhttp3.HttpUrl;

import java.util.Locale;
import java.util.Optional;

/// The name and the password that people copy along with an address, apart from it.
///
/// @param address without them
/// @param password may be empty
public record AddressLogin(String address, String user, String password) {
    /// Empty where there is none, or where the text is no address.
    public static Optional<AddressLogin> in(String text) {
        String bare = text.strip();
        int start = bare.indexOf("://") + 3;
        String scheme = start < 3 ? "http://" : bare.substring(0, start);
        String rest = start < 3 ? bare : bare.substring(start);
        HttpUrl url = HttpUrl.parse("http://" + rest);
        if (url == null || (url.username().isEmpty() && url.password().isEmpty())) {
            return Optional.empty();
        }
        int at = rest.replaceFirst("[/?#\\\\].*", "").lastIndexOf('@');
        String address = scheme.toLowerCase(Locale.ROOT) + rest.substring(at + 1);
        return Optional.of(new AddressLogin(address, url.username(), url.password()));
    }

    /// Only the address.
    @Override
    public String toString() {
        return address;
    }
}
