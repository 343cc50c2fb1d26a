package studio.atelier.storage;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageSettings.Addressing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// The addresses of an S3 server, from what people paste.
final class S3Addresses {
    private static final String SUPABASE_S3 = "/storage/v1/s3";
    private static final String SUPABASE_PUBLIC = "/storage/v1/object/public";
    private static final String PLACES = "/{bucket}/{key}";

    private S3Addresses() {}

    /// @param name of the setting, for the message
    static URI parse(String name, String text) {
        String address = text.contains("://") ? text : "https://" + text;
        try {
            URI uri = new URI(address);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below, like every other address that cannot be used
        }
        throw invalid(name, text);
    }

    /// A Supabase project's own address is completed to that of its S3 server.
    static URI endpoint(URI address) {
        String base = base(address);
        return URI.create(
                isProject(address) && address.getPath().length() <= 1 ? base + SUPABASE_S3 : base);
    }

    /// The S3 server of a Supabase project, wherever it runs.
    static URI ofProject(URI project) {
        return URI.create(base(project) + SUPABASE_S3);
    }

    /// A public address with its places for bucket and key; a plain one has both at its end.
    static String template(String name, String text) {
        String base = text.contains("://") ? text : "https://" + text;
        String template = base.contains("{key}") ? base : trimmed(base) + PLACES;
        parse(name, template.replace("{bucket}", "bucket").replace("{key}", "key"));
        return template;
    }

    static String publicTemplate(
            Optional<URI> endpoint, Optional<URI> project, String region, Addressing addressing) {
        String s3 =
                endpoint.map(S3Addresses::base).orElse("https://s3." + region + ".amazonaws.com");
        if (!s3.endsWith(SUPABASE_S3)) {
            return addressing == Addressing.PATH
                    ? s3 + PLACES
                    : s3.replaceFirst("://", "://{bucket}.") + "/{key}";
        }
        String server =
                project.map(S3Addresses::base)
                        .orElseGet(
                                () ->
                                        s3.substring(0, s3.length() - SUPABASE_S3.length())
                                                // Uploads have a host of their own, pictures do
                                                // not.
                                                .replace(".storage.supabase.", ".supabase."));
        return server + SUPABASE_PUBLIC + PLACES;
    }

    /// Where a Supabase project shows the pictures of its public buckets.
    static String publicTemplate(URI project) {
        return base(project) + SUPABASE_PUBLIC + PLACES;
    }

    private static boolean isProject(URI address) {
        return address.getHost().endsWith(".supabase.co");
    }

    private static String base(URI address) {
        return address.getScheme()
                + "://"
                + address.getRawAuthority()
                + trimmed(address.getRawPath());
    }

    private static String trimmed(String text) {
        String end = text;
        while (end.endsWith("/")) {
            end = end.substring(0, end.length() - 1);
        }
        return end;
    }

    private static StudioException invalid(String name, String text) {
        return new StudioException(
                Problem.of(
                        Kind.SETTING_INVALID,
                        name,
                        text.replaceAll("//[^/@]*@", "//"),
                        Problem.words("expected.s3-address")));
    }
}
