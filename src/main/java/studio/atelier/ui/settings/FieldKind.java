package studio.atelier.ui.settings;

import studio.atelier.checks.Connection;

import java.util.List;

/// What can be entered for a connection, by the names that the environment has for it.
///
/// @param name of the variable
/// @param aliases other names for the same, read and never written
/// @param form how it is entered
record FieldKind(String name, List<String> aliases, Form form) {
    enum Form {
        TEXT,
        /// Hidden until the person wants to see it.
        SECRET,
        /// Yes, no, or as usual.
        FLAG,
        /// Typed, or chosen from what the server lists.
        LISTED
    }

    static List<FieldKind> of(Connection connection) {
        return switch (connection) {
            case DATABASE -> List.of(secret("DATABASE_URL"), secret("DIRECT_URL"));
            case ENGINE ->
                    List.of(
                            text("COMFYUI_API_URL"),
                            text("RUNPOD_ENDPOINT_ID"),
                            secret("RUNPOD_API_KEY"),
                            text("RUNPOD_TIMEOUT_MINUTES"));
            case STORE ->
                    List.of(
                            text("ATELIER_STORE"),
                            text("S3_ENDPOINT", "SUPABASE_S3_ENDPOINT"),
                            text("S3_REGION", "SUPABASE_S3_REGION"),
                            text("S3_ACCESS_KEY_ID", "S3_ACCESS_KEY", "SUPABASE_S3_ACCESS_KEY_ID"),
                            secret(
                                    "S3_SECRET_ACCESS_KEY",
                                    "S3_SECRET_KEY",
                                    "SUPABASE_S3_SECRET_ACCESS_KEY"),
                            text("S3_BUCKET_REFERENCES"),
                            text("S3_BUCKET_GENERATED"),
                            text("SUPABASE_URL"),
                            text("S3_PUBLIC_URL"),
                            flag("S3_SIGNED_URLS"),
                            flag("S3_CREATE_BUCKETS"),
                            flag("S3_FORCE_PATH_STYLE"));
            case CAPTIONS ->
                    List.of(
                            text("CAPTIONS_API_URL"),
                            secret("CAPTIONS_API_KEY", "XAI_API_KEY"),
                            listed("CAPTIONS_MODEL"),
                            text("CAPTIONS_PER_MINUTE"));
        };
    }

    static FieldKind text(String name, String... aliases) {
        return new FieldKind(name, List.of(aliases), Form.TEXT);
    }

    static FieldKind secret(String name, String... aliases) {
        return new FieldKind(name, List.of(aliases), Form.SECRET);
    }

    private static FieldKind listed(String name) {
        return new FieldKind(name, List.of(), Form.LISTED);
    }

    private static FieldKind flag(String name) {
        return new FieldKind(name, List.of(), Form.FLAG);
    }
}
