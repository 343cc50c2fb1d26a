package studio.atelier.checks;

/// What can be wrong with a connection, roughly in the order in which it shows.
public enum Step {
    /// The text can be understood.
    ADDRESS,
    /// The name of the host leads to a server.
    HOST,
    /// Something answers there.
    ANSWERS,
    /// It is encrypted, and the certificate is accepted, where that is asked for.
    SAFE,
    /// Password, key or token is accepted.
    SIGN_IN,
    /// It is what it should be, and new enough.
    VERSION,
    /// The user may do what is needed.
    RIGHTS,
    TABLES,
    /// There are LoRAs.
    LORAS,
    /// The LoRAs of the studio's models are among them.
    MODELS,
    BUCKETS,
    WRITE,
    READ,
    DELETE,
    /// Other programs can look at pictures.
    LINKS,
    /// The model that writes captions is there.
    CAPTION_MODEL
}
