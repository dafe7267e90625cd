"""Roads and spots that are walked by plan (路长制), and the components that stand along them (部件).

A walk owed is no case: what was found becomes one, by the ordinary report. No track, no check-in, no count of a walker: a
patrol is told by what was found, or by “walked, nothing found”. Verbs: keep_beat, end_beat, record_patrol, keep_component,
end_component, take_components, report_component. ADR 39.
"""
