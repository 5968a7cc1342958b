//! Redis between the nodes: what one commits the others hear at once, and limits hold over all of them.
