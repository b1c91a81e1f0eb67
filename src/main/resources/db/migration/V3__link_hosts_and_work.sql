-- The host of a link, as it stands there: all links of a host are worked on in one place.
create function link_host(url text) returns text immutable parallel safe language sql
return coalesce(lower(substring(url from '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)')), '');
