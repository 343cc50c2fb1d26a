package studio.atelier.engine;

import studio.atelier.model.PromptId;

import java.nio.file.Path;
import java.util.List;

/// A filled graph on its way to an engine.
///
/// @param graph API-format JSON; each input's `placeholder` stands as a whole string value where the engine's
///     name of the uploaded file belongs
public record Submission(PromptId prompt, String graph, List<InputFile> inputs) {
    public Submission {
        inputs = List.copyOf(inputs);
    }

    /// A picture to upload first.
    ///
    /// @param placeholder text in the graph, for example `{{reference_image}}`
    /// @param uploadName name to ask for: content hash and extension, so that equal pictures are stored once
    public record InputFile(String placeholder, Path file, String uploadName) {}
}
