package io.releasemedia.report;

/** A record that failed, and why. */
public record RunFailure(String releaseId, String cloudId, String name, String status, String reason) {}
