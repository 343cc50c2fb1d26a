package studio.atelier.model;

/// Names a picture that a screen can show, wherever its bytes live.
public sealed interface PictureRef {
    record Reference(ReferenceId id) implements PictureRef {}

    record Generated(ImageId id) implements PictureRef {}

    /// The first picture that a job made, for those who know the job and not its pictures.
    record Result(JobId job) implements PictureRef {}
}
