"""Shops along the street (商户二维码, 门前五包): their plates, checks by list, what is put right until when, patrols.

Who runs a shop stands in the register of enterprises; a shop is a door with a sign and a plate (ADR 0029). Shops have
points by the district's rule set, people never. Verbs: keep_shop, end_shop, renew_plate, report_shop. Diagram: docs/flows.
"""
