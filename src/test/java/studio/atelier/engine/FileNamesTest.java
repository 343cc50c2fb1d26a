package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class FileNamesTest {
    private static final List<String> LISTED =
            List.of("people\\Nora.safetensors", "sky.safetensors", "milan_v2.safetensors");

    @Test
    void findsANameWithoutFolderAndLetterCase() {
        assertEquals(
                Optional.of("people\\Nora.safetensors"),
                FileNames.find(LISTED, "x/nora.safetensors"));
        assertEquals(Optional.empty(), FileNames.find(LISTED, "milan.safetensors"));
    }

    /// Two engines of different systems have the same folders, and two people the same file name.
    @Test
    void ofFilesOfOneNameTheOneInTheSameFolderIsMeant() {
        List<String> listed = List.of("anna/v1.safetensors", "nora/v1.safetensors");

        assertEquals(
                Optional.of("nora/v1.safetensors"), FileNames.find(listed, "nora\\v1.safetensors"));
        assertEquals(Optional.of("anna/v1.safetensors"), FileNames.find(listed, "v1.safetensors"));
    }

    @Test
    void aWordHasNeitherFolderNorExtension() {
        List<String> classes = List.of("KSampler", "Loader.v2/Load", "VAEDecode");
        assertEquals(Optional.of("VAEDecode"), FileNames.nearestWord(classes, "VaeDecoder"));
        assertEquals(
                Optional.of("Loader.v2/Load"), FileNames.nearestWord(classes, "Loader.v1/Load"));
        assertEquals(Optional.empty(), FileNames.nearestWord(classes, "Power Lora Loader"));
    }

    @Test
    void suggestsOnlyWhatIsNearEnoughToBeMeant() {
        assertEquals(
                Optional.of("people\\Nora.safetensors"),
                FileNames.nearest(LISTED, "norra.safetensors"));
        assertEquals(Optional.empty(), FileNames.nearest(LISTED, "absent.safetensors"));
        assertEquals(Optional.empty(), FileNames.nearest(List.of(), "nora.safetensors"));
    }
}
