package studio.atelier.model;

import java.util.List;

/// Everything that can go wrong, as one vocabulary: a code, a sentence (what happened), an action (what to
/// do), and whether trying again can help. The words are in the bundle `problems`, under the code.
///
/// No argument and no detail may hold a secret: whoever makes a problem redacts addresses first.
public sealed interface Problem {
    /// Short stable name, for example `engine-unreachable`.
    String code();

    /// What the sentence and the action speak of, in the order of the message's placeholders.
    List<String> arguments();

    /// The full technical answer for "Details", may be empty.
    String detail();

    Retry retry();

    default String sentence() {
        return Messages.of("problems").text(code() + ".sentence", arguments().toArray());
    }

    /// What the person can do about it, may be empty.
    default String action() {
        return Messages.of("problems").text(code() + ".action", arguments().toArray());
    }

    /// Most problems: the kind decides code and retry.
    record Of(Kind kind, List<String> arguments, String detail) implements Problem {
        public Of {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String code() {
            return kind.code();
        }

        @Override
        public Retry retry() {
            return kind.retry();
        }
    }

    /// A problem as an older or newer version recorded it, whose kind this version does not know.
    record Recorded(String code, String sentence, String detail) implements Problem {
        @Override
        public List<String> arguments() {
            return List.of();
        }

        @Override
        public String action() {
            return "";
        }

        @Override
        public Retry retry() {
            return Retry.NEVER;
        }
    }

    static Problem of(Kind kind, String... arguments) {
        return new Of(kind, List.of(arguments), "");
    }

    /// Words for an argument: why, or what kind of thing. Keys of the bundle `problems`.
    static String words(String key, Object... arguments) {
        return Messages.of("problems").text(key, arguments);
    }

    static Problem detailed(Kind kind, String detail, String... arguments) {
        return new Of(kind, List.of(arguments), detail);
    }

    /// The kinds, with the arguments that their messages use.
    enum Kind {
        /// engine name, address
        ENGINE_UNREACHABLE("engine-unreachable", Retry.LATER),
        /// engine name, host name
        ENGINE_HOST_UNKNOWN("engine-host-unknown", Retry.LATER),
        /// engine name, address, why
        ENGINE_CERTIFICATE("engine-certificate", Retry.LATER),
        /// engine name, found version, needed version
        ENGINE_TOO_OLD("engine-too-old", Retry.NEVER),
        /// engine name
        LORAS_EMPTY("loras-empty", Retry.NEVER),
        /// engine name, what it answered
        ENGINE_FAULTY("engine-faulty", Retry.LATER),
        /// engine name, address, status
        ENGINE_REFUSED("engine-refused", Retry.LATER),
        /// engine name, address, status
        ENGINE_LOGIN_PAGE("engine-login-page", Retry.LATER),
        /// engine name, address, why, fingerprint
        ENGINE_UNTRUSTED("engine-untrusted", Retry.LATER),
        /// engine name, address, fingerprint
        ENGINE_CERTIFICATE_CHANGED("engine-certificate-changed", Retry.LATER),
        /// engine name
        ENGINE_LOST_JOB("engine-lost-job", Retry.NOW),
        /// engine name
        ENGINE_SILENT("engine-silent", Retry.NOW),
        /// engine name, address
        POD_AWAY("pod-away", Retry.LATER),
        /// engine name
        POD_SLOW("pod-slow", Retry.LATER),
        /// engine name
        ENGINE_BUSY("engine-busy", Retry.LATER),
        /// engine name, what of it
        ENGINE_CHANGED_ELSEWHERE("engine-changed-elsewhere", Retry.NEVER),
        /// engine name, how many jobs
        ENGINE_HOLDS_JOBS("engine-holds-jobs", Retry.NEVER),
        /// engine name
        SENDING_UNCLEAR("sending-unclear", Retry.LATER),
        /// engine name
        RESULT_EXPIRED("result-expired", Retry.NOW),
        /// engine name
        RESULT_LEFT_OUT("result-left-out", Retry.NEVER),
        /// engine name
        RUN_TOO_LONG("run-too-long", Retry.NEVER),
        /// engine name, what it says
        WORKER_FAILED("worker-failed", Retry.LATER),
        /// engine name, size in MB, limit in MB
        SENDING_TOO_LARGE("sending-too-large", Retry.NEVER),
        /// engine name, size in MB, why
        REFERENCE_REFUSED("reference-refused", Retry.NEVER),
        /// what the engine says of the node and field
        PROMPT_REJECTED("prompt-rejected", Retry.NEVER),
        /// node class, engine name
        NODE_MISSING("node-missing", Retry.NEVER),
        /// node class, engine name, the class that it has whose name is nearest
        NODE_MISNAMED("node-misnamed", Retry.NEVER),
        /// what each engine lacks
        NO_ENGINE_CAN("no-engine-can", Retry.NEVER),
        /// none
        NO_ENGINE_IN_USE("no-engine-in-use", Retry.NEVER),
        /// none
        ENGINES_PAUSED("engines-paused", Retry.NEVER),
        /// none
        QUEUE_PAUSED("queue-paused", Retry.NEVER),
        /// amount
        BUDGET_USED_UP("budget-used-up", Retry.NEVER),
        /// none
        DEMO_STANDS_BACK("demo-stands-back", Retry.NEVER),
        /// file, engine name
        LORA_MISSING("lora-missing", Retry.NEVER),
        /// file, engine name, the nearest name that it has
        LORA_MISNAMED("lora-misnamed", Retry.NEVER),
        /// model name
        LORA_UNSET("lora-unset", Retry.NEVER),
        /// field label, file, engine name
        MODEL_FILE_MISSING("model-file-missing", Retry.NEVER),
        /// field label, file, engine name, the nearest name that it has
        MODEL_FILE_MISNAMED("model-file-misnamed", Retry.NEVER),
        /// node, input
        INPUT_MISSING("input-missing", Retry.NEVER),
        /// node and input, value, engine name
        VALUE_UNKNOWN("value-unknown", Retry.NEVER),
        /// node and input, value, engine name, the nearest that it knows
        VALUE_MISNAMED("value-misnamed", Retry.NEVER),
        /// node, what it says
        NODE_FAILED("node-failed", Retry.NEVER),
        /// engine name
        OUT_OF_MEMORY("out-of-memory", Retry.LATER),
        /// engine name
        INTERRUPTED("interrupted", Retry.NEVER),
        /// none
        NO_PICTURE("no-picture", Retry.NEVER),
        /// file name, why
        OUTPUT_UNREADABLE("output-unreadable", Retry.LATER),
        /// file name
        OUTPUT_CUT_OFF("output-cut-off", Retry.LATER),
        /// file name, engine name
        OUTPUT_MISSING("output-missing", Retry.NEVER),
        /// workflow, why
        WORKFLOW_INVALID("workflow-invalid", Retry.NEVER),
        /// workflow
        WORKFLOW_UI_FORMAT("workflow-ui-format", Retry.NEVER),
        /// model, why
        MODEL_INVALID("model-invalid", Retry.NEVER),
        /// workflow, variable, node, field
        UNKNOWN_VARIABLE("unknown-variable", Retry.NEVER),
        /// parameter label, value, minimum, maximum
        PARAMETER_OUT_OF_RANGE("parameter-out-of-range", Retry.NEVER),
        /// none
        NO_REFERENCES("no-references", Retry.NEVER),
        /// reference file name
        REFERENCE_MISSING("reference-missing", Retry.NEVER),
        /// reference file name, why
        REFERENCE_UNREADABLE("reference-unreadable", Retry.NEVER),
        /// file or folder name, why
        REFERENCE_UNOPENED("reference-unopened", Retry.NEVER),
        /// reference file name
        REFERENCE_HEIC("reference-heic", Retry.NEVER),
        /// reference file name, width, height, limit in pixels per edge
        REFERENCE_TOO_LARGE("reference-too-large", Retry.NEVER),
        /// address without secrets
        DATABASE_UNREACHABLE("database-unreachable", Retry.LATER),
        /// address without secrets
        DATABASE_REFUSED("database-refused", Retry.NEVER),
        /// host name
        DATABASE_HOST_UNKNOWN("database-host-unknown", Retry.LATER),
        /// host name
        DATABASE_NEEDS_IPV6("database-needs-ipv6", Retry.LATER),
        /// address without secrets
        DATABASE_WANTS_TLS("database-wants-tls", Retry.NEVER),
        /// address
        DATABASE_POOLER_SETTING("database-pooler-setting", Retry.NEVER),
        /// address
        DATABASE_NOT_ENCRYPTED("database-not-encrypted", Retry.NEVER),
        /// address without secrets, why
        DATABASE_CERTIFICATE("database-certificate", Retry.NEVER),
        /// user name, address without secrets
        DATABASE_PASSWORD("database-password", Retry.NEVER),
        /// user name
        DATABASE_USER_UNKNOWN("database-user-unknown", Retry.NEVER),
        /// database name, address without secrets
        DATABASE_MISSING("database-missing", Retry.NEVER),
        /// address without secrets
        DATABASE_READ_ONLY("database-read-only", Retry.LATER),
        /// address without secrets
        DATABASE_FULL("database-full", Retry.LATER),
        /// user name, database name, what is not allowed
        DATABASE_RIGHTS("database-rights", Retry.NEVER),
        /// the address as it is understood
        DATABASE_URL_INVALID("database-url-invalid", Retry.NEVER),
        /// found version, needed version
        DATABASE_TOO_OLD("database-too-old", Retry.NEVER),
        /// address
        DATABASE_NEWER("database-newer", Retry.NEVER),
        /// address without secrets, names of tables and columns
        DATABASE_CLASH("database-clash", Retry.NEVER),
        /// address, words
        DATABASE_STATUS("database-status", Retry.NEVER),
        /// what failed
        DATABASE_FAULTY("database-faulty", Retry.LATER),
        /// what failed
        DATABASE_START_FAILED("database-start-failed", Retry.LATER),
        /// path or bucket
        STORE_READ_ONLY("store-read-only", Retry.LATER),
        /// path or bucket
        STORE_FULL("store-full", Retry.LATER),
        /// path or bucket, why
        STORE_FAULTY("store-faulty", Retry.LATER),
        /// address
        STORE_UNREACHABLE("store-unreachable", Retry.LATER),
        /// address
        STORE_REFUSED("store-refused", Retry.LATER),
        /// host name
        STORE_HOST_UNKNOWN("store-host-unknown", Retry.LATER),
        /// web address, what it answered
        STORE_LINKS("store-links", Retry.NEVER),
        /// address
        CAPTIONS_UNREACHABLE("captions-unreachable", Retry.LATER),
        /// host name
        CAPTIONS_HOST_UNKNOWN("captions-host-unknown", Retry.LATER),
        /// address, why
        CAPTIONS_CERTIFICATE("captions-certificate", Retry.LATER),
        /// address, status
        CAPTIONS_REFUSED("captions-refused", Retry.NEVER),
        /// address, status
        CAPTIONS_FAULTY("captions-faulty", Retry.LATER),
        /// model, address, models that are there
        CAPTIONS_MODEL_MISSING("captions-model-missing", Retry.NEVER),
        /// model, address, the nearest model that is there
        CAPTIONS_MODEL_MISNAMED("captions-model-misnamed", Retry.NEVER),
        /// model, address
        CAPTIONS_MODEL_BLIND("captions-model-blind", Retry.NEVER),
        /// address
        CAPTIONS_MODEL_UNSET("captions-model-unset", Retry.NEVER),
        /// none
        CAPTIONS_UNSET("captions-unset", Retry.NEVER),
        /// address
        CAPTIONS_NO_CREDIT("captions-no-credit", Retry.NEVER),
        /// address
        CAPTIONS_BUSY("captions-busy", Retry.LATER),
        /// address, moment
        CAPTIONS_NOT_BEFORE("captions-not-before", Retry.LATER),
        /// address, status, what it says
        CAPTIONS_FAILING("captions-failing", Retry.LATER),
        /// what happened last
        CAPTIONS_PAUSED("captions-paused", Retry.LATER),
        /// reference file name, what happened
        CAPTION_FAILED("caption-failed", Retry.LATER),
        /// reference file name, what the service says
        CAPTION_DECLINED("caption-declined", Retry.NEVER),
        /// reference file name, what the service says
        CAPTION_PICTURE_REFUSED("caption-picture-refused", Retry.NEVER),
        /// reference file name
        CAPTION_CUT_OFF("caption-cut-off", Retry.NEVER),
        /// reference file name
        CAPTION_EMPTY("caption-empty", Retry.NEVER),
        /// bucket, address
        STORE_DENIED("store-denied", Retry.LATER),
        /// bucket, address
        STORE_BUCKET_MISSING("store-bucket-missing", Retry.LATER),
        /// bucket, address
        STORE_BUCKET_UNMADE("store-bucket-unmade", Retry.LATER),
        /// bucket, address
        STORE_BUCKET_NAME("store-bucket-name", Retry.LATER),
        /// address, why
        STORE_CERTIFICATE("store-certificate", Retry.LATER),
        /// address
        STORE_CLOCK("store-clock", Retry.LATER),
        /// bucket and key
        OBJECT_MISSING("object-missing", Retry.NEVER),
        /// none
        IN_TRASH("in-trash", Retry.NEVER),
        /// bucket and key
        OBJECT_CONFLICT("object-conflict", Retry.NEVER),
        /// bucket and key
        OBJECT_DAMAGED("object-damaged", Retry.NEVER),
        /// bucket and key
        OBJECT_TOO_LARGE("object-too-large", Retry.NEVER),
        /// none
        MOVE_RUNNING("move-running", Retry.LATER),
        /// none
        MOVE_ELSEWHERE("move-elsewhere", Retry.LATER),
        /// name, where it cannot be stored
        OBJECT_NAME("object-name", Retry.NEVER),
        /// path
        HOME_NOT_WRITABLE("home-not-writable", Retry.NEVER),
        /// path
        HOME_IN_USE("home-in-use", Retry.NEVER),
        /// none
        NO_WINDOW_SYSTEM("no-window-system", Retry.NEVER),
        /// name, value, expected
        SETTING_INVALID("setting-invalid", Retry.NEVER),
        /// file
        CONNECTIONS_UNREADABLE("connections-unreadable", Retry.NEVER),
        /// file
        ENGINES_UNREADABLE("engines-unreadable", Retry.NEVER),
        /// names of settings
        KEYCHAIN_SILENT("keychain-silent", Retry.NEVER),
        /// what was asked for
        NOT_FOUND("not-found", Retry.NEVER),
        /// short code to search for
        UNEXPECTED("unexpected", Retry.LATER);

        private final String code;
        private final Retry retry;

        Kind(String code, Retry retry) {
            this.code = code;
            this.retry = retry;
        }

        public String code() {
            return code;
        }

        public Retry retry() {
            return retry;
        }
    }
}
