package studio.atelier.captions;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A service that describes pictures, in the protocol of OpenAI. Printing it tells no secret.
///
/// @param base without a slash at its end, and without a form's route
/// @param form in which it is asked; the older one unless the address ended with the other's route
/// @param key may be empty, as servers at home want none
/// @param perMinute requests in a minute at most
public record CaptionsAddress(
        URI base, VisionForm form, String key, Optional<String> model, int perMinute) {
    private static final String URL = "CAPTIONS_API_URL";
    private static final String PER_MINUTE = "CAPTIONS_PER_MINUTE";
    private static final int USUAL_PER_MINUTE = 30;

    /// Looks at pictures and is there at the time of writing; xAI lists models that do not.
    private static final String XAI_MODEL = "grok-4.5";

    private static final String XAI_URL = "https://api.x.ai/v1";

    /// Servers on this computer have no certificate.
    private static final Pattern HERE =
            Pattern.compile("(?i)(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])([:/].*)?");

    /// What the variables ask for; empty when they say nothing of captions.
    ///
    /// @throws StudioException `SETTING_INVALID`
    public static Optional<CaptionsAddress> of(Map<String, String> variables) {
        Optional<String> url = value(variables, URL);
        Optional<String> key =
                value(variables, "CAPTIONS_API_KEY").or(() -> value(variables, "XAI_API_KEY"));
        if (url.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        String address = url.orElse(XAI_URL).replaceAll("[/?#]+$", "");
        Optional<VisionForm> form = VisionForm.ending(address);
        int route = form.map(f -> f.route().length()).orElse(0);
        return Optional.of(
                new CaptionsAddress(
                        parse(address.substring(0, address.length() - route)),
                        form.orElse(VisionForm.CHAT),
                        key.orElse(""),
                        value(variables, "CAPTIONS_MODEL"),
                        value(variables, PER_MINUTE)
                                .map(CaptionsAddress::perMinute)
                                .orElse(USUAL_PER_MINUTE)));
    }

    /// The model that is asked, as far as it is known without asking the service: the one that was chosen, or at
    /// xAI one that fits.
    public Optional<String> likelyModel() {
        return model.isPresent() || !isXai() ? model : Optional.of(XAI_MODEL);
    }

    public boolean isXai() {
        String host = base.getHost();
        return host.equals("x.ai") || host.endsWith(".x.ai");
    }

    /// Whether it shows its models to everybody, whatever the key.
    boolean isListedToAll() {
        return base.getHost().equals("openrouter.ai");
    }

    private static int perMinute(String text) {
        if (text.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(text);
        }
        throw new StudioException(
                Problem.of(
                        Kind.SETTING_INVALID,
                        PER_MINUTE,
                        text,
                        Problem.words("expected.per-minute")));
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static URI parse(String text) {
        String scheme = HERE.matcher(text).matches() ? "http://" : "https://";
        String address = (text.contains("://") ? text : scheme + text).replaceAll("/+$", "");
        try {
            var uri = new URI(address);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below, like every other address that cannot be used
        }
        throw new StudioException(
                Problem.of(
                        Kind.SETTING_INVALID,
                        URL,
                        text.replaceAll("//[^/]*@", "//").replaceAll("[?#].*", ""),
                        Problem.words("expected.captions-address")));
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
