package studio.atelier.engine;

/// A file as the engine names it. Names go back to the engine verbatim and are never used as paths here.
///
/// @param node id of the output node
/// @param type `output` or `temp`
public record OutputFile(String node, String filename, String subfolder, String type) {}
