package studio.atelier.engine.runpod;

/// A picture of a result as it came: inside the answer, or as a link.
///
/// @param name as ComfyUI called it
/// @param link whether `data` is a link, which opens the picture to everybody who has it; else it is base64
record RunPodPicture(String name, boolean link, String data) {
    @Override
    public String toString() {
        return name;
    }
}
