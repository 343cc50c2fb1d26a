package studio.atelier.engine.demo;

/// The ComfyUI release whose behaviour the demo engine shows.
public enum DemoProfile {
    V0_33("0.33.0"),
    V0_12("0.12.3"),
    V0_3_64("0.3.64");

    private final String version;

    DemoProfile(String version) {
        this.version = version;
    }

    public String version() {
        return version;
    }

    /// `GET /api/jobs` and `GET /api/jobs/{id}`.
    boolean listsJobs() {
        return this != V0_3_64;
    }

    boolean cancelsJobs() {
        return this == V0_33;
    }

    /// A `prompt_id` must be a lower-case UUID; older releases take any text.
    boolean wantsUuids() {
        return this == V0_33;
    }

    /// `missing_node_type` instead of `invalid_prompt`.
    boolean namesMissingNodes() {
        return this != V0_3_64;
    }

    boolean reportsCycles() {
        return this == V0_33;
    }

    boolean refusesCrossSite() {
        return this == V0_33;
    }

    /// `extra_data.preview_method` switches previews on for one prompt.
    boolean previewsByPrompt() {
        return this != V0_3_64;
    }

    /// At most one progress message per 100 ms.
    boolean throttlesProgress() {
        return this != V0_3_64;
    }

    /// `extra_data.create_time` is set by the server.
    boolean stampsPrompts() {
        return this != V0_3_64;
    }
}
