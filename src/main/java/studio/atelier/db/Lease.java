package studio.atelier.db;

import studio.atelier.model.JobId;

/// The right to work on a job for a while. Every write of the worker carries the token; when someone else took
/// the job over meanwhile, the token is old and the write changes nothing.
public record Lease(JobId job, long token) {}
